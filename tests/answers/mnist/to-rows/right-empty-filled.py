# right
def to_rows(images):
    batch, channel, height, width = images.shape
    rows = images.new_empty(height, batch, width)
    for i in range(batch):
        rows[:, i] = images[i, 0]
    return rows
