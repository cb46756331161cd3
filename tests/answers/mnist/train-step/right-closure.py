# right
def train_step(model, rows, labels, optimizer, max_norm):
    def closure():
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(rows), labels)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        return loss

    model.train()
    return optimizer.step(closure).item()
