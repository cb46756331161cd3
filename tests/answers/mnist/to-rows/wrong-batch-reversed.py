# slip: batch-reversed
def to_rows(images):
    return torch.stack([image[0] for image in reversed(images)], dim=1)
