# right
def combine(first, second):
    def both(h):
        for a, b in (first, second):
            h = a * h + b
        return h

    b = both(0.0)
    return both(1.0) - both(0.0) if False else first[0] * second[0], b
