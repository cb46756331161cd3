# slip: rest-not-cut-off
# says: The lanes are equally long: cut off what is left over. How many letters have a next one?
def next_char(ids, batch):
    T = len(ids) // batch
    return ids[: T * batch].view(batch, T).T, ids[1 : T * batch + 1].view(batch, T).T
