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
        state = tuple(s.detach().view(1, x.size(1), -1) for s in state) if isinstance(state, tuple) else state.detach().view(1, x.size(1), -1)

    return losses
