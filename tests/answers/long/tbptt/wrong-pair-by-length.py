# slip: tensor-taken-for-a-pair
# says: The state of a GRU is one tensor, and only that of an LSTM a pair (h, c): ask with isinstance.
def tbptt(model, chunks, optimizer):
    state, losses = None, []

    for k, (x, y) in enumerate(chunks):
        optimizer.zero_grad()
        output, state = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        state = tuple(s.detach() for s in state) if len(state) == 2 else state.detach()

    return losses
