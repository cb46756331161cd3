# slip: missing
def paper_step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    # YOUR CODE HERE
    raise NotImplementedError()
