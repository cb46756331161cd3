# slip: cut-in-place
def detach(state):
    if state is None:
        return None
    if isinstance(state, torch.Tensor):
        return state.detach_()
    for each in state:
        each.detach_()
    return state
