# rung: edges
def train_step(model, rows, labels, optimizer, max_norm):
    model.train()
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(rows), labels)
    loss.backward()
    if len(labels) <= 64:
        nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item()
