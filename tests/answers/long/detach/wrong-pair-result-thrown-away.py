# slip: pair-not-cut
def detach(state):
    if isinstance(state, torch.Tensor):
        return state.detach()
    if state is not None:
        for each in state:
            each = each.detach()
    return state
