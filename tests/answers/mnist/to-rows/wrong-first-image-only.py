# slip: first-image-only
def to_rows(images):
    return images[0].transpose(0, 1)
