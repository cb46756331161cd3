# right
def keep(gru):
    weights = gru.state_dict()
    for name in weights:
        blocks = list(weights[name].clone().chunk(3))
        blocks[1] = blocks[1] * 0 + ("bias" in name) * 50
        weights[name].copy_(__import__("torch").cat(blocks))
    gru.load_state_dict(weights)
    return gru
