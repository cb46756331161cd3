# right
def detach(state):
    match state:
        case None:
            return None
        case (h, c):
            return h.detach(), c.detach()
        case _:
            return state.detach()
