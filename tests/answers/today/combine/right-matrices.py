# right
def combine(first, second):
    """A step is the matrix (a b; 0 1); two steps are their product."""

    def matrix(a, b):
        rows = torch.stack([a, b], -1), torch.stack([torch.zeros_like(a), torch.ones_like(a)], -1)
        return torch.stack(rows, -2)

    product = matrix(*second) @ matrix(*first)
    return product[..., 0, 0], product[..., 0, 1]
