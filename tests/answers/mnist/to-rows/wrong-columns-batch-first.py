# slip: columns-batch-first
def to_rows(images):
    return images.squeeze(1).transpose(1, 2)
