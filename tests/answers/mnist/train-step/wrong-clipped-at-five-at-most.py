# rung: values
def train_step(model, rows, labels, optimizer, max_norm):
    model.train()
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(rows), labels)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), min(max_norm, 5.0))
    optimizer.step()
    return loss.item()
