# slip: missing
def sliding_windows(series, seq_len):
    # YOUR CODE HERE
    raise NotImplementedError()
