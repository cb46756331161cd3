# right
def tbptt(model, chunks, optimizer):
    criterion = nn.MSELoss()
    losses, state = [], None
    model.train()
    for x, y in chunks:
        output, state = model(x, state)
        loss = criterion(output, y)
        model.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            state = state.clone() if torch.is_tensor(state) else (state[0].clone(), state[1].clone())
        losses.append(float(loss))
    return losses
