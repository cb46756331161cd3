# slip: not-cut
def detach(state):
    if state is None:
        return None
    return state * 1 if isinstance(state, torch.Tensor) else (state[0] + 0, state[1] + 0)
