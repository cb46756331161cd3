# rung: values
# says: Write out the second step
def combine(first, second):
    a = (first[0].abs().log() + second[0].abs().log()).exp()
    return a, second[0] * first[1] + second[1]
