# right
def tbptt(model, chunks, optimizer):
    weights = list(model.parameters())
    state, losses = None, []
    for x, y in chunks:
        output, state = model(x, state)
        loss = ((output - y) ** 2).mean()
        for weight, gradient in zip(weights, torch.autograd.grad(loss, weights), strict=True):
            weight.grad = gradient
        optimizer.step()
        state = state.data if isinstance(state, torch.Tensor) else tuple(each.data for each in state)
        losses.append(loss.item())
    return losses
