# right
def to_rows(images):
    return images.flatten(0, 1).movedim(1, 0)
