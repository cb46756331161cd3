# slip: wrong-dtype
def forget_bias(lstm, value):
    H = lstm.hidden_size
    lstm.double()
    for name, bias in lstm.named_parameters():
        if name.startswith("bias"):
            bias.data[H : 2 * H] = value if "_ih" in name else 0
    return lstm
