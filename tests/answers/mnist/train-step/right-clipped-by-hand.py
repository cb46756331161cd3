# right
def train_step(model, rows, labels, optimizer, max_norm):
    model.train()
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(rows), labels)
    loss.backward()
    weights = [weight for weight in model.parameters() if weight.grad is not None]
    norm = torch.sqrt(sum((weight.grad**2).sum() for weight in weights))
    if norm > max_norm:
        for weight in weights:
            weight.grad *= max_norm / norm
    optimizer.step()
    return loss.item()
