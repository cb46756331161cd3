# right
def train_step(model, rows, labels, optimizer, max_norm):
    model.train()
    optimizer.zero_grad(set_to_none=True)
    scores = model(rows)
    loss = (scores.logsumexp(1) - scores[torch.arange(len(labels)), labels]).mean()
    loss.backward()
    weights = [weight for group in optimizer.param_groups for weight in group["params"]]
    norm = torch.linalg.vector_norm(torch.cat([weight.grad.flatten() for weight in weights])).item()
    for weight in weights:
        weight.grad *= min(1.0, max_norm / (norm + 1e-6))
    optimizer.step()
    return float(loss)
