# right
def combine(first, second):
    return [torch.mul(first[0], second[0]), torch.addcmul(second[1], second[0], first[1])]
