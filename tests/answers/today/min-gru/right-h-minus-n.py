# right
def min_gru(x, h_0, weight_ih, bias_ih):
    rows = len(weight_ih) // 2
    weight_z, weight_n = weight_ih.split(rows)
    bias_z, bias_n = bias_ih.split(rows)
    output, h = [], h_0
    keep = 1 / (1 + torch.exp(-(x @ weight_z.T + bias_z)))
    candidate = torch.einsum("tbf,hf->tbh", x, weight_n) + bias_n
    for t in range(x.shape[0]):
        h = candidate[t] + keep[t] * (h - candidate[t])
        output.append(h)
    return torch.cat(output), h
