# right
def tbptt(model, chunks, optimizer):
    state, losses = None, []
    for x, y in chunks:
        new = None

        def closure():
            nonlocal new
            optimizer.zero_grad()
            output, new = model(x, state)
            loss = nn.functional.mse_loss(output, y)
            loss.backward()
            return loss

        losses.append(optimizer.step(closure).item())
        state = tuple(each.detach() for each in new) if isinstance(new, tuple) else new.detach()
    return losses
