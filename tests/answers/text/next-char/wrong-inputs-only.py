# slip: other-parts
def next_char(ids, batch):
    T = (len(ids) - 1) // batch
    return ids[: T * batch].view(batch, T).T
