# rung: shape


def leaks(layer, x):
    changed = x.clone()
    changed[0] += 1
    return (layer(changed)[0] != layer(x)[0]).flatten(1).any(1)
