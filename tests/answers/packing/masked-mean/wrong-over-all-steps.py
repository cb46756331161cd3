# slip: over-all-steps
def masked_mean(output, lengths):
    return output.mean(dim=0)
