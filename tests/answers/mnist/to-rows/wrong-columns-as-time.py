# slip: columns-as-time
def to_rows(images):
    return images.squeeze().permute(2, 0, 1)  # (28, batch, 28)
