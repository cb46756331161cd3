# slip: missing
def to_rows(images):
    raise NotImplementedError()
