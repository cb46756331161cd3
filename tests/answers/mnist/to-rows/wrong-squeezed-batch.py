# slip: squeezed-batch
def to_rows(images):
    images = images.squeeze()
    if images.dim() == 1:
        return images
    return images.transpose(0, 1)
