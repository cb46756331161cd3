# right
import torch


def half_life(lstm):
    rows = []
    for layer in range(lstm.num_layers):
        for end in ("", "_reverse")[: 1 + lstm.bidirectional]:
            _, f, _, _ = (getattr(lstm, f"bias_ih_l{layer}{end}") + getattr(lstm, f"bias_hh_l{layer}{end}")).chunk(4)
            rows.append(-1 / torch.log2(torch.sigmoid(f)))
    return torch.stack(rows)
