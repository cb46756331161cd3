# slip: missing
def orthogonal(layer):
    raise NotImplementedError()
