# slip: first-bias-only
def forget_bias(lstm, value):
    H = lstm.hidden_size
    lstm.bias_ih_l0.data[H : 2 * H] = value
    lstm.bias_hh_l0.data[H : 2 * H] = 0
    return lstm
