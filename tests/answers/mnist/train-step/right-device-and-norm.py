# right
def train_step(model, rows, labels, optimizer, max_norm):
    device = next(model.parameters()).device
    rows, labels = rows.to(device), labels.to(next(model.buffers()).device)
    for part in model.modules():
        part.train()
    optimizer.zero_grad(set_to_none=False)
    loss = nn.CrossEntropyLoss()(model(rows), labels)
    loss.backward()
    weights = [weight for group in optimizer.param_groups for weight in group["params"]]
    norm = torch.cat([weight.grad.flatten() for weight in weights]).norm()
    for weight in weights:
        weight.grad.mul_((max_norm / norm).clamp(max=1))
    optimizer.step()
    return float(loss)
