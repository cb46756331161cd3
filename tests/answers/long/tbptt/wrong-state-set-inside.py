# slip: state-not-carried
def tbptt(model, chunks, optimizer):
    losses = []
    for x, y in chunks:
        state = None
        optimizer.zero_grad()
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
