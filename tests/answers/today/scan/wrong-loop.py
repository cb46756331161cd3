# slip: calls-grow
# says: Which steps could be worked on at the same time? Let each call work on all of those at once.
def scan(a, b, h_0):
    states, h = [], h_0
    for a_t, b_t in zip(a, b):
        h = a_t * h + b_t
        states.append(h)
    return torch.stack(states)
