# slip: tensor-to-pair
def detach(state):
    if state is None:
        return None
    return tuple(each.detach() for each in state)
