# slip: block-o
def forget_bias(lstm, value):
    H = lstm.hidden_size
    for name, bias in lstm.named_parameters():
        if name.startswith("bias"):
            bias.data[-H:] = value / 2
    return lstm
