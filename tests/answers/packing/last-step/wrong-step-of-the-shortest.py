def last_step(output, lengths):
    return output[min(lengths) - 1]
