# slip: squeezes
def last_step(output, lengths):
    index = (lengths - 1).view(1, -1, 1).expand(1, -1, output.shape[2])
    return output.gather(0, index).squeeze()
