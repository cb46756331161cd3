# slip: graph-retained
# says: retain_graph keeps the old graphs, whose weights the step has changed. Do without it: cut the state off before the next chunk begins from it.
def tbptt(model, chunks, optimizer):
    state, losses = None, []
    for x, y in chunks:
        optimizer.zero_grad()
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        loss.backward(retain_graph=True)
        optimizer.step()
        losses.append(loss.item())
    return losses
