# slip: optimizer-bypassed
def tbptt(model, chunks, optimizer):
    state, losses = None, []
    for x, y in chunks:
        model.zero_grad()
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        with torch.no_grad():
            for weight in model.parameters():
                weight -= optimizer.param_groups[0]["lr"] * weight.grad
        losses.append(loss.item())
        state = state.detach() if isinstance(state, torch.Tensor) else tuple(each.detach() for each in state)
    return losses
