# slip: rounded
# says: Do you round, compute in half precision, or add a small number?
def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    a = (x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh).bfloat16().float()
    return torch.tanh(a) if nonlinearity == "tanh" else torch.relu(a)
