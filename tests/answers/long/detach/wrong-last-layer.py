# rung: values
# says: has not the shape
def detach(state):
    if state is None:
        return None
    if isinstance(state, tuple):
        return tuple(each.detach()[-1:] for each in state)
    return state.detach()[-1:]
