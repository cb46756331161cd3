# slip: h-not-cut
def detach(state):
    if state is None:
        return None
    if isinstance(state, tuple):
        h, c = state
        return h, c.detach()
    return state.detach()
