# slip: input-changed
def masked_mean(output, lengths):
    for k, n in enumerate(lengths):
        output.data[n:, k] = 0
    return output.sum(0) / lengths.unsqueeze(1)
