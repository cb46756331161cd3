# slip: mirrored
def to_rows(images):
    return images[:, 0].flip(-1).transpose(0, 1)
