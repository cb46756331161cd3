# slip: every-pair
def last_step(output, lengths):
    return output[lengths - 1, :]
