# slip: train-mode-too-late
def train_step(model, rows, labels, optimizer, max_norm):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(rows), labels)
    model.train()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item()
