# slip: not-one-tensor
def to_rows(images):
    return [images[:, 0, row] for row in range(images.shape[2])]
