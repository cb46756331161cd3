# rung: edges
# says: what comes back has other numbers than the state
def detach(state):
    if state is None:
        return None
    if isinstance(state, tuple):
        return state[0].detach(), state[0].detach() if state[0].shape == state[1].shape else state[1].detach()
    return state.detach()
