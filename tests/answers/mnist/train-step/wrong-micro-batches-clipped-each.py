# rung: edges
def train_step(model, rows, labels, optimizer, max_norm):
    model.train()
    optimizer.zero_grad()
    total = 0.0
    for x, y in zip(rows.split(64, dim=1), labels.split(64)):
        loss = nn.functional.cross_entropy(model(x), y, reduction="sum") / len(labels)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        total += loss.item()
    optimizer.step()
    return total
