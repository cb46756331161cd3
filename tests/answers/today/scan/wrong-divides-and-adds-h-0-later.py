# slip: divides-by-products
def scan(a, b, h_0):
    product = a.cumprod(0)
    return product * (b / product).cumsum(0) + product * h_0
