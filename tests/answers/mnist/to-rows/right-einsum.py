# right
def to_rows(images):
    return torch.einsum("bchw->hbw", images)
