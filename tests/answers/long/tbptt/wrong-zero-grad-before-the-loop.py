# slip: zero-grad-once
def tbptt(model, chunks, optimizer):
    state, losses = None, []
    optimizer.zero_grad()
    for x, y in chunks:
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        state = state.detach() if isinstance(state, torch.Tensor) else tuple(each.detach() for each in state)
    return losses
