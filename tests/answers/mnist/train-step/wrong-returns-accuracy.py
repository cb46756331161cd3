# rung: values
def train_step(model, rows, labels, optimizer, max_norm):
    model.train()
    optimizer.zero_grad()
    scores = model(rows)
    loss = nn.functional.cross_entropy(scores, labels)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return (scores.argmax(-1) == labels).float().mean().item()
