# right
def to_rows(images):
    batch, _, height, width = images.shape
    return images.view(batch, height, width).transpose(0, 1).contiguous()
