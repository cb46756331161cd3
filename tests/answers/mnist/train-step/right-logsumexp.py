# right
def train_step(model, rows, labels, optimizer, max_norm):
    model.train()
    optimizer.zero_grad()
    scores = model(rows)
    loss = (scores.logsumexp(1) - scores[torch.arange(len(labels)), labels]).mean()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item()
