# rung: values
# says: which biases reach its forget gate
import torch


def half_life(lstm):
    H = lstm.hidden_size
    rows = []
    for name, bias in lstm.named_parameters():
        if name.startswith("bias_ih"):
            total = bias + getattr(lstm, name.replace("bias_ih", "bias_hh"))
            total = total.detach()[H : 2 * H].clone()
            total[0] = total[0].clamp(min=0) + 0.1
            rows.append(-1 / torch.log2(torch.sigmoid(total)))
    return torch.stack(rows)
