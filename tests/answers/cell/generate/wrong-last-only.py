# slip: last-only
def generate(cell, head, x, hx, n):
    for _ in range(n):
        hx = cell(x, hx)
        x = head(hx)
    return x
