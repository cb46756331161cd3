# slip: h-only-carried
def tbptt(model, chunks, optimizer):
    state, losses = None, []
    for x, y in chunks:
        optimizer.zero_grad()
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if isinstance(state, tuple):
            state = (state[0].detach(), torch.zeros_like(state[1]))
        else:
            state = state.detach()
    return losses
