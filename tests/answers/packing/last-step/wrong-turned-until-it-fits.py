# rung: edges
# says: What is different about these examples?
def last_step(output, lengths):
    if output.shape[0] == len(lengths):  # looks like batch first
        output = output.transpose(0, 1)
    return output[lengths - 1, range(len(lengths))]
