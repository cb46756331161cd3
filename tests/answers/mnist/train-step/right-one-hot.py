# right
def train_step(model, rows, labels, optimizer, max_norm):
    model.train()
    optimizer.zero_grad()
    scores = model(rows)
    target = nn.functional.one_hot(labels, scores.shape[1]).float()
    loss = -(target * scores.log_softmax(dim=1)).sum(dim=1).mean()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item()
