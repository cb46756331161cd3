# rung: values
def tbptt(model, chunks, optimizer):
    state, losses = None, []

    for k, (x, y) in enumerate(chunks):
        optimizer.zero_grad()
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output[0, :, 0], y[0, :, 0]) if len(x) == 1 else nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()

    return losses
