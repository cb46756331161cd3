# slip: none-not-handled
# says: At the start of a series the state is None: that has nothing to cut off, and comes back as it is.
def detach(state):
    if isinstance(state, tuple):
        return tuple(each.detach() for each in state)
    return state.detach()
