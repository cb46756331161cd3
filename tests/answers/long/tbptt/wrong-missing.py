# slip: missing
def tbptt(model, chunks, optimizer):
    raise NotImplementedError()
