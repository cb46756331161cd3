# slip: input-changed
def to_rows(images):
    rows = images.squeeze(1).transpose(0, 1).clone()
    images.zero_()
    return rows
