# slip: missing
def masked_mean(output, lengths):
    # YOUR CODE HERE
    raise NotImplementedError()
