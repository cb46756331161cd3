# slip: missing
def unpad_to(packed, total_length):
    # YOUR CODE HERE
    raise NotImplementedError()
