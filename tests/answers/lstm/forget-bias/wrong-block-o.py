# slip: block-o
def forget_bias(lstm, value):
    H = lstm.hidden_size
    for name, bias in lstm.named_parameters():
        if name.startswith("bias_ih"):
            bias.data[-H:] = value
        if name.startswith("bias_hh"):
            bias.data[-H:] = 0
    return lstm
