# slip: missing
def detach(state):
    raise NotImplementedError()
