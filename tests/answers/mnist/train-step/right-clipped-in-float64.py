# right
def train_step(model, rows, labels, optimizer, max_norm):
    model.train(True)
    for weight in model.parameters():
        weight.grad = None
    loss = nn.CrossEntropyLoss()(model(rows), labels)
    loss.backward()
    gradients = [weight.grad for weight in model.parameters()]
    norm = torch.sqrt(sum((gradient.double() ** 2).sum() for gradient in gradients))
    if norm > max_norm:
        for gradient in gradients:
            gradient.mul_((max_norm / norm).float())
    optimizer.step()
    return float(loss.detach())
