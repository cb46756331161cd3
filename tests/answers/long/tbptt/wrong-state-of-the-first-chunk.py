# slip: state-of-the-first-chunk
def tbptt(model, chunks, optimizer):
    state, losses = None, []
    for x, y in chunks:
        optimizer.zero_grad()
        output, new = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if state is None:
            state = new.detach() if isinstance(new, torch.Tensor) else tuple(each.detach() for each in new)
    return losses
