# slip: not-cut
def detach(state):
    return state
