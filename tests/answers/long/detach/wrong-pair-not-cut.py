# slip: pair-not-cut
def detach(state):
    if isinstance(state, torch.Tensor):
        return state.detach()
    return state
