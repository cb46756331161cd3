# slip: one-step-for-all
def tbptt(model, chunks, optimizer):
    state, losses, total = None, [], 0.0
    optimizer.zero_grad()
    for x, y in chunks:
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        total = total + loss
        losses.append(loss.item())
    total.backward()
    optimizer.step()
    return losses
