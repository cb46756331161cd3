# slip: rounded-down
import torch


def half_life(lstm):
    rows = []
    for name, bias in lstm.named_parameters():
        if name.startswith("bias_ih"):
            total = (bias + getattr(lstm, name.replace("bias_ih", "bias_hh"))).detach()
            f = torch.sigmoid(total).chunk(4)[1]
            rows.append(torch.floor(-1 / torch.log2(f)))
    return torch.stack(rows)
