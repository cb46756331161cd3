# slip: first-sizes-only
def to_rows(images):
    _, _, height, width = images.shape
    images = images[:, 0]
    return images.transpose(0, 1) if height > width else images.permute(2, 0, 1)
