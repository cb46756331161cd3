# right
def to_rows(images):
    return torch.stack(images.squeeze(1).unbind(1), dim=0)
