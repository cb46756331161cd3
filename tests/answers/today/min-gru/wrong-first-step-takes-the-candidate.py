# slip: first-step-takes-the-candidate
def min_gru(x, h_0, weight_ih, bias_ih):
    z, n = (x @ weight_ih.T + bias_ih).chunk(2, dim=-1)
    z = torch.sigmoid(z)
    states = [n[0]]
    for t in range(1, len(x)):
        states.append(z[t] * states[-1] + (1 - z[t]) * n[t])
    output = torch.stack(states)
    return output, output[-1:]
