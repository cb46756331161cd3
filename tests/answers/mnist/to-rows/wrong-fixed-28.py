# slip: reshape-does-not-fit
# says: The sizes asked for hold another number of entries: take them from the shape of the tensor.
def to_rows(images):
    return images.view(-1, 28, 28).transpose(0, 1)
