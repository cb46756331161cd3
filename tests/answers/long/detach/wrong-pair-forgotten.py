# slip: tuple-for-tensor
# says: This is a tuple, not a tensor: print it, and take it apart first.
def detach(state):
    if state is None:
        return None
    return state.detach()
