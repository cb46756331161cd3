# right
from torch.utils._pytree import tree_map


def detach(state):
    return tree_map(lambda each: each.detach() if isinstance(each, torch.Tensor) else each, state)
