# slip: missing
def to_time_major(x):
    # YOUR CODE HERE
    raise NotImplementedError()
