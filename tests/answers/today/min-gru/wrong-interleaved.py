# slip: interleaved
def min_gru(x, h_0, weight_ih, bias_ih):
    gates = x @ weight_ih.T + bias_ih
    z, n = torch.sigmoid(gates[..., ::2]), gates[..., 1::2]
    h = h_0[0]
    states = []
    for z_t, n_t in zip(z, n):
        h = z_t * h + (1 - z_t) * n_t
        states.append(h)
    output = torch.stack(states)
    return output, output[-1:]
