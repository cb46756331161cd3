# slip: first-sizes-only
def split_gates(weight):
    if weight.dim() == 2 and weight.shape[0] < weight.shape[1]:
        weight = weight.T
    H = weight.shape[0] // 4
    return {gate: weight[k * H : (k + 1) * H] for k, gate in enumerate("ifgo")}
