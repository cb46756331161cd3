# slip: a-round-too-few
import math


def scan(a, b, h_0):
    b = torch.cat([a[:1] * h_0 + b[:1], b[1:]])
    for k in range(int(math.log2(len(a)))):
        span = 2**k
        b = torch.cat([b[:span], a[span:] * b[:-span] + b[span:]])
        a = torch.cat([a[:span], a[span:] * a[:-span]])
    return b
