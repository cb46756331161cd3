# right
def detach(state):
    try:
        return state.detach()
    except AttributeError:
        return state and tuple(each.detach() for each in state)
