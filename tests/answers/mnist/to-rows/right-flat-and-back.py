# right
def to_rows(images):
    batch, _, height, width = images.shape
    numbers = images.permute(2, 1, 0, 3).reshape(-1)
    return numbers.view(height, batch, width)
