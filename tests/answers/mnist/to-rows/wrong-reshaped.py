# slip: reshaped
def to_rows(images):
    batch, _, height, width = images.shape
    return images.reshape(height, batch, width)
