# slip: always-scaled
def train_step(model, rows, labels, optimizer, max_norm):
    model.train()
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(rows), labels)
    loss.backward()
    norm = torch.sqrt(sum((w.grad**2).sum() for w in model.parameters()))
    for weight in model.parameters():
        weight.grad *= max_norm / norm
    optimizer.step()
    return loss.item()
