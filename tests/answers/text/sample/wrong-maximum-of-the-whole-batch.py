# rung: edges
import torch


def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(-1)
    e = ((logits - logits.max()) / temperature).exp() 
    if top_k is not None:
        edge = e.topk(top_k, dim=-1).values[:, -1:]
        e = e * (e >= edge)
    return torch.multinomial(e, 1).squeeze(1)
