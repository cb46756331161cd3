# slip: batch-first
def to_rows(images):
    return images.squeeze(1)
