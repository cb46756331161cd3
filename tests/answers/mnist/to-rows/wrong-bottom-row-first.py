# slip: bottom-row-first
def to_rows(images):
    return images.squeeze(1).transpose(0, 1).flip(0)
