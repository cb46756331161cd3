# slip: shapes-do-not-fit
# says: Print the shapes of the two tensors of this line: axis by axis they must be equal, or one of them 1.
import torch


def forward(x, h_0, weight_ih, weight_hh, bias_ih, bias_hh):
    B, T, F = x.shape
    h = h_0[0]
    outputs = []
    for t in range(T):
        h = torch.tanh(x[:, t] @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)
        outputs.append(h)
    return torch.stack(outputs, dim=1), h.unsqueeze(0)
