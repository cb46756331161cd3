# slip: runs-backwards
def min_gru(x, h_0, weight_ih, bias_ih):
    z, n = (x @ weight_ih.T + bias_ih).chunk(2, dim=-1)
    z = torch.sigmoid(z)
    h, states = h_0[0], []
    for t in reversed(range(len(x))):
        h = z[t] * h + (1 - z[t]) * n[t]
        states.insert(0, h)
    output = torch.stack(states)
    return output, output[-1:]
