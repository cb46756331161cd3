# rung: edges
def to_rows(images):
    if images.shape[-2:] == (28, 28):
        return images.squeeze(1).permute(2, 0, 1)
    return images.squeeze(1).transpose(0, 1)
