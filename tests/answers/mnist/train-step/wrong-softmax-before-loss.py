# slip: softmax-before-loss
def train_step(model, rows, labels, optimizer, max_norm):
    model.train()
    optimizer.zero_grad()
    probabilities = torch.softmax(model(rows), dim=-1)
    loss = nn.functional.cross_entropy(probabilities, labels)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item()
