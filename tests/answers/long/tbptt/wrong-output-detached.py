# slip: no-grad-around
def tbptt(model, chunks, optimizer):
    state, losses = None, []
    for x, y in chunks:
        optimizer.zero_grad()
        output, state = model(x, state)
        output = output.detach()
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
