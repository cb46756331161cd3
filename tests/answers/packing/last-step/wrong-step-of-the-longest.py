# slip: step-of-the-longest
def last_step(output, lengths):
    return output[: lengths.max()][-1]
