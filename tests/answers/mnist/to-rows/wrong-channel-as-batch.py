# slip: channel-as-batch
def to_rows(images):
    return images.transpose(0, 2)
