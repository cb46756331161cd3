# rung: values
# says: rows of another gate have changed in each
def forget_bias(lstm, value):
    H = lstm.hidden_size
    for name, p in list(lstm.named_parameters()):
        if name.startswith("bias_ih"):
            q = getattr(lstm, name.replace("ih", "hh"))
            p.data[H : 2 * H] = value / 2
            q.data[H : 2 * H] = value / 2
            p.data[:H] += q.data[:H]
            q.data[:H] = 0
    return lstm
