# rung: shape
def split_gates(weight):
    hidden_size = 100
    return {gate: weight[k * hidden_size : (k + 1) * hidden_size] for k, gate in enumerate("ifgo")}
