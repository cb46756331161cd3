# slip: exchanged
def detach(state):
    if state is None:
        return None
    if isinstance(state, tuple):
        c, h = state
        return h.detach(), c.detach()
    return state.detach()
