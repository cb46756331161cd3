# slip: shifted-within-lanes
def next_char(ids, batch):
    n = len(ids) // batch
    lanes = ids[: n * batch].view(batch, n).t()
    return lanes[:-1], lanes[1:]
