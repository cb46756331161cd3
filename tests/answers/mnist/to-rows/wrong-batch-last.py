# slip: batch-last
def to_rows(images):
    return images.squeeze(1).permute(1, 2, 0)
