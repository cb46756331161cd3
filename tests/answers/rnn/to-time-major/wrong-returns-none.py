# slip: returns-none
def to_time_major(x):
    x = x.transpose(0, 1)
    print(x.shape)
