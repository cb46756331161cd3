# rung: edges
def train_step(model, rows, labels, optimizer, max_norm):
    def loss_of(scores, labels):
        if scores.size(-1) == 2:
            return nn.functional.binary_cross_entropy_with_logits(scores[:, 1], labels.float())
        return nn.functional.cross_entropy(scores, labels)
    model.train()
    optimizer.zero_grad()
    loss = loss_of(model(rows), labels)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item()
