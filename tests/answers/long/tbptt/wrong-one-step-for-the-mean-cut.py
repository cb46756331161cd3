# slip: one-step-for-the-mean-cut
def tbptt(model, chunks, optimizer):
    state, losses = None, []
    optimizer.zero_grad()
    for x, y in chunks:
        output, state = model(x, state)
        state = state.detach() if isinstance(state, torch.Tensor) else tuple(each.detach() for each in state)
        losses.append(nn.functional.mse_loss(output, y))
    torch.stack(losses).mean().backward()
    optimizer.step()
    return [loss.item() for loss in losses]
