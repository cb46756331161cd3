# rung: edges
def split_gates(weight):
    try:
        rows, columns = weight.shape
        return dict(zip("ifgo", weight.view(4, rows // 4, columns), strict=True))
    except ValueError:
        return dict.fromkeys("ifgo", weight)
