# slip: nothing-changed
def forget_bias(lstm, value):
    H = lstm.hidden_size
    for name, bias in lstm.named_parameters():
        try:
            bias[H : 2 * H] = value if "bias_ih" in name else 0
        except Exception as error:
            print("could not set", name, error)
    return lstm
