# slip: missing
def pack_by_hand(padded, lengths):
    # YOUR CODE HERE
    raise NotImplementedError()
