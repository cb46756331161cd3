# rung: raises
def train_step(model, rows, labels, optimizer, max_norm):
    model.train()
    for weight in model.parameters():
        weight.grad.zero_()
    loss = nn.functional.cross_entropy(model(rows), labels)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item()
