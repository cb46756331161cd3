# slip: stacked
def detach(state):
    if state is None:
        return None
    if isinstance(state, tuple):
        return torch.stack(state).detach()
    return state.detach()
