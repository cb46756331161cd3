# slip: rows-in-one-pile
def to_rows(images):
    return torch.cat([images[:, 0, row] for row in range(images.shape[2])])
