# slip: targets-are-inputs
def next_char(ids, batch):
    T = (len(ids) - 1) // batch
    x = ids[: T * batch].view(batch, T).T
    return x, x
