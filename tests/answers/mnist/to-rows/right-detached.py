# right
def to_rows(images):
    return images.detach().squeeze(1).transpose(0, 1)
