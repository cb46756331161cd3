# rung: values
# says: a gradient still flows into the past
def detach(state):
    if state is None:
        return None
    if isinstance(state, tuple):
        new = tuple(each.clone() for each in state)
        for each in state:
            each.detach_()
        return new
    new = state.clone()
    state.detach_()
    return new
