# slip: loss-after-step
def tbptt(model, chunks, optimizer):
    state, losses = None, []
    for x, y in chunks:
        optimizer.zero_grad()
        output, new = model(x, state)
        nn.functional.mse_loss(output, y).backward()
        optimizer.step()
        with torch.no_grad():
            losses.append(nn.functional.mse_loss(model(x, state)[0], y).item())
        state = new.detach() if isinstance(new, torch.Tensor) else tuple(each.detach() for each in new)
    return losses
