def last_step(output, lengths):
    return output[: lengths.max()][-1]
