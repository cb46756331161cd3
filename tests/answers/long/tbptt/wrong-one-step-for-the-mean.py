# slip: one-step-for-the-mean
def tbptt(model, chunks, optimizer):
    state, losses = None, []
    optimizer.zero_grad()
    for x, y in chunks:
        output, state = model(x, state)
        losses.append(nn.functional.mse_loss(output, y))
    (sum(losses) / len(losses)).backward()
    optimizer.step()
    return [loss.item() for loss in losses]
