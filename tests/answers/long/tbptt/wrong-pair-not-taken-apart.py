# slip: pair-not-taken-apart
# says: The state of an LSTM is a pair (h, c): cut off both.
def tbptt(model, chunks, optimizer):
    state, losses = None, []
    for x, y in chunks:
        optimizer.zero_grad()
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        state = state.detach()
    return losses
