# right
def tbptt(model, chunks, optimizer):
    optimizer.zero_grad()
    state, losses = None, []
    for x, y in chunks:
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output, y, reduction="sum") / y.numel()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        state = torch.utils._pytree.tree_map(torch.Tensor.detach, state)
    return losses
