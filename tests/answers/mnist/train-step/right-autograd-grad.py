# right
def train_step(model, rows, labels, optimizer, max_norm):
    model.train()
    loss = nn.functional.cross_entropy(model(rows), labels)
    weights = list(model.parameters())
    for weight, gradient in zip(weights, torch.autograd.grad(loss, weights), strict=True):
        weight.grad = gradient
    nn.utils.clip_grad_norm_(weights, max_norm)
    optimizer.step()
    return loss.item()
