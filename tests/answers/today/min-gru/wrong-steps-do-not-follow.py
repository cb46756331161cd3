# slip: steps-do-not-follow
def min_gru(x, h_0, weight_ih, bias_ih):
    z, n = (x @ weight_ih.T + bias_ih).chunk(2, dim=-1)
    z = torch.sigmoid(z)
    output = z * h_0 + (1 - z) * n
    return output, output[-1:]
