# slip: input-changed
def split_gates(weight):
    """Take the blocks off one by one."""
    h = weight.shape[0] // 4
    gates = {}
    for name in "ifgo":
        gates[name] = weight[:h].clone()
        weight[:-h] = weight[h:].clone()
    return gates
