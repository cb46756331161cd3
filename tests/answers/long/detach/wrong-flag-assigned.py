# slip: flag-switched-off
# says: requires_grad cannot be switched off where a tensor has a past: make a new tensor that has none.
def detach(state):
    if state is None:
        return None
    for each in state if isinstance(state, tuple) else (state,):
        each.requires_grad = False
    return state
