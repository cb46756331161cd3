# slip: missing
def last_step(output, lengths):
    # YOUR CODE HERE
    raise NotImplementedError()
