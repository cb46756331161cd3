# right
def split_gates(weight):
    blocks = weight.view(3, -1, *weight.shape[1:])
    return {gate: blocks[k] for k, gate in enumerate("rzn")}
