# slip: none-not-handled
# says: Before the first chunk the state is None: that has nothing to cut off. Cut off what a chunk leaves.
def tbptt(model, chunks, optimizer):
    state, losses = None, []
    for x, y in chunks:
        optimizer.zero_grad()
        state = tuple(each.detach() for each in state) if isinstance(state, tuple) else state.detach()
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
