# rung: edges
def tbptt(model, chunks, optimizer):
    state, losses = None, []

    for k, (x, y) in enumerate(chunks):
        optimizer.zero_grad()
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output[-1], y[-1]) if y.size(-1) == 1 else nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()

    return losses
