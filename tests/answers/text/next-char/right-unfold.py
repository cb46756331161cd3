# right
def next_char(ids, batch):
    T = (len(ids) - 1) // batch
    lanes = ids[: T * batch + 1].unfold(0, T + 1, T).T
    return lanes[:-1], lanes[1:]
