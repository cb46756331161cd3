# slip: last-only
def loop(cell, x, hx):
    for x_t in x:
        output = hx = cell(x_t, hx)
    return output, hx
