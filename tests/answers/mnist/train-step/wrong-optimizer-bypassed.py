# slip: optimizer-bypassed
def train_step(model, rows, labels, optimizer, max_norm):
    model.train()
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(rows), labels)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    lr = optimizer.param_groups[0]["lr"]
    with torch.no_grad():
        for weight in model.parameters():
            weight -= lr * weight.grad
    return loss.item()
