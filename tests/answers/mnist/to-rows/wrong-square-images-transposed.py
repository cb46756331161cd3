# rung: edges
def to_rows(images):
    images = images.squeeze(1)
    if images.size(1) == images.size(2):
        return images.permute(2, 0, 1)
    return images.transpose(0, 1)
