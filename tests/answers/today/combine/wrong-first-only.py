# slip: first-only
def combine(first, second):
    a, b = first
    return a, b
