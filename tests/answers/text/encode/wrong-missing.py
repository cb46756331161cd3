# slip: missing
def encode(texts, letters):
    raise NotImplementedError
