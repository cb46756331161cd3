# right
def forget_bias(lstm, value):
    H = lstm.hidden_size
    for name, param in lstm.named_parameters():
        if name.split("_")[0] == "bias":
            param.data[H : 2 * H] = value if name.split("_")[1] == "ih" else 0.0
    return lstm
