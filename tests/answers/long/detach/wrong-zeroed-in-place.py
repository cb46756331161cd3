# rung: values
# says: changes the numbers of the state
def detach(state):
    if state is None:
        return None
    old = state if isinstance(state, tuple) else (state,)
    new = tuple(each.detach().clone() for each in old)
    for each in old:
        each.data.zero_()
    return new if isinstance(state, tuple) else new[0]
