# slip: partly-detached
# says: Look for .detach(), .data, .numpy(), copy_, torch.tensor(…), nn.Parameter or no_grad on the way.
import torch


def generate(cell, head, x, hx, n):
    predictions = []
    for step in range(n):
        hx = cell(x, hx if step % 8 else hx.detach())
        x = head(hx)
        predictions.append(x)
    return torch.stack(predictions)
