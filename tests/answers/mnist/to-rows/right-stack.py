# right
def to_rows(images):
    height = images.shape[2]
    return torch.stack([images[:, 0, row, :] for row in range(height)])
