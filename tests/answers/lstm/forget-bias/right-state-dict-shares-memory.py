# right
def forget_bias(lstm, value):
    for name, w in lstm.state_dict().items():
        if "bias" in name:
            f = w.view(4, -1)[1]
            f.copy_(f * 0 + value * ("_ih_" in name))
    return lstm
