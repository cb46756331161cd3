# slip: missing
def batch_sizes(lengths):
    # YOUR CODE HERE
    raise NotImplementedError()
