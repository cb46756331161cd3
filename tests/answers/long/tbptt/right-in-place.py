# right
def tbptt(model, chunks, optimizer):
    state = None
    losses = []
    for chunk in chunks:
        optimizer.zero_grad(set_to_none=False)
        output, state = model(chunk[0], state)
        loss = torch.mean(torch.square(chunk[1] - output))
        loss.backward()
        optimizer.step()
        for each in state if isinstance(state, tuple) else [state]:
            each.detach_()
        losses += [loss.detach().item()]
    return losses
