# slip: state-of-another-shape
def tbptt(model, chunks, optimizer):
    state, losses = None, []

    for k, (x, y) in enumerate(chunks):
        optimizer.zero_grad()
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        state = tuple(s[-1:].detach() for s in state) if isinstance(state, tuple) else state[-1:].detach()

    return losses
