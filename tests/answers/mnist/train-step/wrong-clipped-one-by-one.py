# slip: clipped-one-by-one
def train_step(model, rows, labels, optimizer, max_norm):
    model.train()
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(rows), labels)
    loss.backward()
    for weight in model.parameters():
        nn.utils.clip_grad_norm_(weight, max_norm)
    optimizer.step()
    return loss.item()
