# slip: truth-of-a-tensor
def detach(state):
    if not state:
        return None
    return state.detach() if isinstance(state, torch.Tensor) else tuple(part.detach() for part in state)
