# slip: same-in-every-call
import torch


class _Cache:
    u = {}
def sample(logits, temperature, top_k):
    if temperature == 0:
        return logits.argmax(-1)
    k = logits.shape[1] if top_k is None else top_k
    v, ids = logits.topk(k, dim=1)
    g = _Cache.u.setdefault((logits.shape, k), -torch.empty(len(v), k).exponential_().log())
    return ids.gather(1, (v / temperature + g).argmax(1, keepdim=True))[:, 0]
