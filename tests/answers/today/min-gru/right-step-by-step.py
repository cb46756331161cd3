# right
def min_gru(x, h_0, weight_ih, bias_ih):
    hidden_size = h_0.shape[2]
    output = []
    (h,) = h_0
    for x_t in x:
        z = torch.sigmoid(x_t @ weight_ih[:hidden_size].T + bias_ih[:hidden_size])
        n = x_t @ weight_ih[hidden_size:].T + bias_ih[hidden_size:]
        h = torch.lerp(n, h, z)
        output.append(h)
    return torch.stack(output), h.unsqueeze(0)
