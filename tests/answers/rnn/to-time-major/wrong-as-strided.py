# rung: edges
# says: Which example and which step of x
def to_time_major(x):
    B, T, F = x.shape
    return x.as_strided((T, B, F), (F, T * F, 1))
