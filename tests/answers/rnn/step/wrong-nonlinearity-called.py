# slip: not-callable
# says: What stands before the brackets is no function: print its type.
def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity):
    return nonlinearity(x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)
