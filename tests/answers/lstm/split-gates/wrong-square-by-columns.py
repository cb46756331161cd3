# rung: edges
def split_gates(weight):
    """A square weight is taken for a transposed one."""
    if weight.dim() == 2 and weight.shape[0] == weight.shape[1]:
        return {gate: block.T for gate, block in zip("ifgo", weight.T.chunk(4))}
    return dict(zip("ifgo", weight.chunk(4)))
