# right
def tbptt(model, chunks, optimizer):
    state = None
    losses = []
    for x, y in chunks:
        if isinstance(state, tuple):
            state = tuple(each.detach() for each in state)
        elif state is not None:
            state = state.detach()
        optimizer.zero_grad()
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
