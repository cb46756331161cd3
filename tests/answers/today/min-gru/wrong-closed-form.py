# slip: not-finite
def min_gru(x, h_0, weight_ih, bias_ih):
    z, n = (x @ weight_ih.T + bias_ih).chunk(2, dim=-1)
    z = torch.sigmoid(z)
    product = z.cumprod(0)
    output = product * (h_0 + ((1 - z) * n / product).cumsum(0))
    return output, output[-1:]
