# slip: weights-never-move
def train_step(model, rows, labels, optimizer, max_norm):
    model.train()
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(rows), labels)
    optimizer.step()
    loss.backward()
    return loss.item()
