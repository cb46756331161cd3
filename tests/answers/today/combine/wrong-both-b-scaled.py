# slip: both-b-scaled
def combine(first, second):
    a_1, b_1 = first
    a_2, b_2 = second
    return a_1 * a_2, a_2 * (b_1 + b_2)
