# slip: other-parts
# says: Return just these, in this order, with a comma between them.
def combine(first, second):
    a_1, b_1 = first
    a_2, b_2 = second
    return torch.stack([a_2 * a_1, a_2 * b_1 + b_2])
