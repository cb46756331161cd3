# slip: rest-in-front
def next_char(ids, batch):
    T = (len(ids) - 1) // batch
    ids = ids[-(T * batch + 1) :]
    return ids[:-1].view(batch, T).T, ids[1:].view(batch, T).T
