# slip: input-changed
def combine(first, second):
    a_1, b_1 = first
    a_2, b_2 = second
    b_1 *= a_2
    b_1 += b_2
    return a_1 * a_2, b_1
