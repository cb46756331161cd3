# slip: no-grad-around
# says: Nothing can be learned inside torch.no_grad(), or from what is detached.
def train_step(model, rows, labels, optimizer, max_norm):
    with torch.no_grad():
        model.train()
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(rows), labels)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        optimizer.step()
        return loss.item()
