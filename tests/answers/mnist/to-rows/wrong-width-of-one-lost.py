# slip: axis-lost
def to_rows(images):
    return images.squeeze(1).transpose(0, 1).squeeze(-1)
