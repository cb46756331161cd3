# slip: partly-detached
# says: Look for .detach(), .data, a copy, clamp or where on the way: these stop a gradient, some in places.
import torch


def masked_mean(output, lengths):
    rows = []
    for k, n in enumerate(lengths.tolist()):
        steps = output[:n, k]
        rows.append(steps.mean(0) if n > 1 else steps[0].detach())
    return torch.stack(rows)
