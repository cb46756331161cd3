# slip: frozen
def forget_bias(lstm, value):
    H = lstm.hidden_size
    for p in lstm.parameters():
        p.requires_grad = False
    for name, bias in lstm.named_parameters():
        if name.startswith("bias"):
            bias[H : 2 * H] = value if "_ih" in name else 0
    return lstm
