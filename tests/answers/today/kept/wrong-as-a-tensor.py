# slip: tensor-for-number
def kept(kind, num_layers, hidden_size, batch, n):
    return torch.tensor({"LSTM": 2, "attention": 2 * n}.get(kind, 1) * num_layers * batch * hidden_size)
