# slip: read-twice
def tbptt(model, chunks, optimizer):
    state, losses = None, []
    for x, y in chunks:
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x, state)[0], y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        with torch.no_grad():
            _, state = model(x, state)
    return losses
