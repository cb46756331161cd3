# slip: missing
def same_budget(input_size, budget):
    # YOUR CODE HERE
    raise NotImplementedError()
