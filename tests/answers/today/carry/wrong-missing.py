# slip: missing
def carry(chunks, h_0):
    raise NotImplementedError()
