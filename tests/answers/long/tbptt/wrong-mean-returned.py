# slip: mean-returned
def tbptt(model, chunks, optimizer):
    state, total = None, 0.0
    for x, y in chunks:
        optimizer.zero_grad()
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        total += loss.item()
        state = state.detach() if isinstance(state, torch.Tensor) else tuple(each.detach() for each in state)
    return total / len(chunks)
