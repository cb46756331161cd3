# right
def to_rows(images):
    return images.permute(2, 0, 3, 1).squeeze(-1)
