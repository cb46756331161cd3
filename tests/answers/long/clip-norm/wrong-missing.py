# slip: missing
def clip_norm(parameters, max_norm):
    raise NotImplementedError()
