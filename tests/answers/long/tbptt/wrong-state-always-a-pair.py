# slip: state-always-a-pair
# says: The state of a GRU is one tensor, and only that of an LSTM a pair (h, c): ask with isinstance.
def tbptt(model, chunks, optimizer):
    state, losses = None, []
    for x, y in chunks:
        optimizer.zero_grad()
        output, (h, c) = model(x, state)
        loss = nn.functional.mse_loss(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        state = (h.detach(), c.detach())
    return losses
