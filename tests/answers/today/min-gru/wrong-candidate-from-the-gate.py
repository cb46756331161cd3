# slip: candidate-from-the-gate
def min_gru(x, h_0, weight_ih, bias_ih):
    H = h_0.shape[2]
    gates = x @ weight_ih[:H].T + bias_ih[:H]
    z, n = torch.sigmoid(gates), gates
    h = h_0[0]
    states = []
    for z_t, n_t in zip(z, n):
        h = z_t * h + (1 - z_t) * n_t
        states.append(h)
    output = torch.stack(states)
    return output, output[-1:]
