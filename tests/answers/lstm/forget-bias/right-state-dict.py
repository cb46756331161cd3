# right
def forget_bias(lstm, value):
    """Read, change, load."""
    weights = {name: w.clone() for name, w in lstm.state_dict().items()}
    for name, w in weights.items():
        if name.startswith("bias_ih"):
            w[lstm.hidden_size : 2 * lstm.hidden_size] = value
        elif name.startswith("bias_hh"):
            w[lstm.hidden_size : 2 * lstm.hidden_size] = 0
    lstm.load_state_dict(weights)
    return lstm
