# slip: state-not-carried
def tbptt(model, chunks, optimizer):
    losses = []
    for x, y in chunks:
        optimizer.zero_grad()
        output, _ = model(x)
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
