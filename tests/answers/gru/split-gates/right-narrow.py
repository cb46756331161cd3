# right
def split_gates(weight):
    H = weight.shape[0] // 3
    print(weight.shape, "->", H)
    return dict(
        r=weight.narrow(0, 0, H),
        z=weight.narrow(0, H, H),
        n=weight.narrow(0, 2 * H, H),
    )
