# right
def combine(first, second):
    """Both steps from 0 give b, and from 1 they give a + b."""

    def both(h):
        for a, b in (first, second):
            h = a.double() * h + b.double()
        return h

    return (both(1.0) - both(0.0)).float(), both(0.0).float()
