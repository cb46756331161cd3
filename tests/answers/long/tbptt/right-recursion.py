# right
def tbptt(model, chunks, optimizer):
    def go_on(k, state):
        if k == len(chunks):
            return []
        x, y = chunks[k]
        output, new = model(x, state)
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        new = new.detach() if isinstance(new, torch.Tensor) else [each.detach() for each in new]
        return [loss.item(), *go_on(k + 1, new if isinstance(new, torch.Tensor) else tuple(new))]

    return go_on(0, None)
