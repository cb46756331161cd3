# slip: batch-first
def next_char(ids, batch):
    T = (len(ids) - 1) // batch
    return ids[: T * batch].view(batch, T), ids[1 : T * batch + 1].view(batch, T)
