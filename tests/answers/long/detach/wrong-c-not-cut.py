# slip: c-not-cut
def detach(state):
    if state is None:
        return None
    if isinstance(state, tuple):
        h, c = state
        return h.detach(), c
    return state.detach()
