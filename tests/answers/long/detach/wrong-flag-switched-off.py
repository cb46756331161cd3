# slip: flag-switched-off
# says: requires_grad cannot be switched off where a tensor has a past: make a new tensor that has none.
def detach(state):
    if state is None:
        return None
    if isinstance(state, tuple):
        return tuple(each.requires_grad_(False) for each in state)
    return state.requires_grad_(False)
