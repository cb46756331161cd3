# slip: text-along-the-batch
def next_char(ids, batch):
    T = (len(ids) - 1) // batch
    return ids[: T * batch].view(T, batch), ids[1 : T * batch + 1].view(T, batch)
