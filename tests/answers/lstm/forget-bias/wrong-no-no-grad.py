# slip: no-grad-missing
def forget_bias(lstm, value):
    H = lstm.hidden_size
    for name, bias in lstm.named_parameters():
        if name.startswith("bias_ih"):
            bias[H : 2 * H] = value
        elif name.startswith("bias_hh"):
            bias[H : 2 * H] = 0
    return lstm
