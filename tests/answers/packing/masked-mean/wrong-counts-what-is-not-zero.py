# slip: looks-for-zeros
def masked_mean(output, lengths):
    steps = (output != 0).any(-1).sum(0)
    return output.sum(0) / steps.unsqueeze(1)
