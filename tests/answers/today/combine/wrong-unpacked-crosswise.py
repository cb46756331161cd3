# slip: unpacked-crosswise
def combine(first, second):
    a_1, a_2 = first
    b_1, b_2 = second
    return a_2 * a_1, a_2 * b_1 + b_2
