# rung: values
# says: is left in eval mode
def tbptt(model, chunks, optimizer):
    state, losses = None, []
    for x, y in chunks:
        optimizer.zero_grad()
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        state = state.detach() if isinstance(state, torch.Tensor) else tuple(each.detach() for each in state)
    model.eval()
    return losses
