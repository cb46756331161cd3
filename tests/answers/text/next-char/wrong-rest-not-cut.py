# slip: rest-not-cut-off
# says: cut off what is left over
def next_char(ids, batch):
    return ids[:-1].view(batch, -1).T, ids[1:].view(batch, -1).T
