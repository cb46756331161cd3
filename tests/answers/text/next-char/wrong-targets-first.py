# slip: targets-first
def next_char(ids, batch):
    T = (len(ids) - 1) // batch
    x, y = ids[: T * batch].view(batch, T).T, ids[1 : T * batch + 1].view(batch, T).T
    return y, x
