# slip: flattened
def to_rows(images):
    return images.view(len(images), -1)
