# right
def detach(state):
    if isinstance(state, (list, tuple)):
        return [each.detach() for each in state]
    return None if state is None else state.detach()
