# slip: scaled
def to_rows(images):
    return images.squeeze(1).transpose(0, 1) / 255
