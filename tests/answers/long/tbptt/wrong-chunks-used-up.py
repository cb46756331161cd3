# rung: values
# says: the list of chunks is not as it was given
def tbptt(model, chunks, optimizer):
    state, losses = None, []
    while chunks:
        x, y = chunks.pop(0)
        optimizer.zero_grad()
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        state = state.detach() if isinstance(state, torch.Tensor) else tuple(each.detach() for each in state)
    return losses
