# slip: b-scaled-by-both
def combine(first, second):
    a_1, b_1 = first
    a_2, b_2 = second
    a = a_1 * a_2
    return a, a * b_1 + b_2
