# slip: detached
# says: Look for .detach(), .data, .numpy(), copy_, torch.tensor(…), nn.Parameter or no_grad on the way.
import torch


def bidirectional(cell, cell_reverse, x, h_0):
    T, B, _ = x.shape
    H = cell.hidden_size
    output = torch.zeros(T, B, 2 * H)
    h_n = h_0.detach().clone()
    for t in range(T):
        h_n[0] = cell(x[t], h_n[0].clone()).detach()
        h_n[1] = cell_reverse(x[-1 - t], h_n[1].clone()).detach()
        output[t, :, :H] = h_n[0]
        output[-1 - t, :, H:] = h_n[1]
    return output, h_n
