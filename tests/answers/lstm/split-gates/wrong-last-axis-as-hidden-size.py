# slip: columns-as-hidden-size
def split_gates(weight):
    H = weight.shape[-1]
    return {gate: weight[k * H : (k + 1) * H] for k, gate in enumerate("ifgo")}
