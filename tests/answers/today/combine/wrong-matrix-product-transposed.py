# rung: shape
def combine(first, second):
    a_1, b_1 = first
    a_2, b_2 = second
    return a_2 @ a_1.T, a_2 @ b_1.T + b_2 @ b_2.T
