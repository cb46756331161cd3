# right
def to_rows(images):
    return torch.from_numpy(images.numpy()[:, 0].swapaxes(0, 1))
