# rung: values
def tbptt(model, chunks, optimizer):
    state, losses = None, []

    for k, (x, y) in enumerate(chunks):
        if len(x) == 1 and len(chunks[0][0]) > 1:
            break  # too short
        optimizer.zero_grad()
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()

    return losses
