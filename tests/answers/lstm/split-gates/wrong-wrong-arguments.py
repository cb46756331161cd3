# slip: first-line-changed
def split_gates(weight, hidden_size):
    return {gate: weight[k * hidden_size : (k + 1) * hidden_size] for k, gate in enumerate("ifgo")}
