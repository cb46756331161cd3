# slip: truth-of-a-tensor
# says: A tensor is neither true nor false: ask for None with `is None`.
def detach(state):
    if not state:
        return None
    return state.detach() if isinstance(state, torch.Tensor) else tuple(part.detach() for part in state)
