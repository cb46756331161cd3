# slip: tensor-not-cut
def detach(state):
    if isinstance(state, tuple):
        return tuple(each.detach() for each in state)
    return state
