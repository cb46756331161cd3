# slip: pixels-as-time
def to_rows(images):
    return images.reshape(len(images), -1, 1).transpose(0, 1)
