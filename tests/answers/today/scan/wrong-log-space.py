# slip: not-finite
def scan(a, b, h_0):
    log_product = a.log().cumsum(0)
    log_b = torch.cat([h_0[None], b]).log()
    log_product = torch.cat([torch.zeros_like(log_product[:1]), log_product])
    return (log_product + (log_b - log_product).logcumsumexp(0)).exp()[1:]
