# slip: h-only
def detach(state):
    if state is None:
        return None
    if isinstance(state, tuple):
        return state[0].detach()
    return state.detach()
