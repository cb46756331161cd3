# right
import numpy as np


def detach(state):
    if state is None:
        return None
    if isinstance(state, torch.Tensor):
        return torch.from_numpy(np.array(state.tolist(), dtype=np.float32).reshape(state.shape))
    return tuple(detach(each) for each in state)
