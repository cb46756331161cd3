# right
def to_rows(images):
    return images.sum(1).swapaxes(0, 1)
