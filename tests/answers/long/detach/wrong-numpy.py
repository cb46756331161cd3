# rung: values
# says: of another kind
def detach(state):
    if state is None:
        return None
    if isinstance(state, tuple):
        return tuple(each.detach().numpy() for each in state)
    return state.detach().numpy()
