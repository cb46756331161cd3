# rung: values
# says: has not the shape and dtype
def detach(state):
    if state is None:
        return None
    if isinstance(state, tuple):
        return tuple(each.detach().double() for each in state)
    return state.detach().double()
