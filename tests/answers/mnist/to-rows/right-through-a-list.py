# right
def to_rows(images):
    return torch.tensor(images.squeeze(1).tolist()).transpose(0, 1)
