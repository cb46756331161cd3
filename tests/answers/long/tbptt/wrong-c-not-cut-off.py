# slip: not-cut-off
# says: At the border of two chunks the gradient must end: cut the state off before the next chunk begins from it. Of a pair, cut off both.
def tbptt(model, chunks, optimizer):
    state, losses = None, []
    for x, y in chunks:
        optimizer.zero_grad()
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        state = (state[0].detach(), state[1]) if isinstance(state, tuple) else state.detach()
    return losses
