# slip: channel-kept
def to_rows(images):
    return images.permute(2, 0, 1, 3)
