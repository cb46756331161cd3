# slip: none-not-handled
# says: At the start of a series the state is None: that has nothing to cut off, and comes back as it is.
def detach(state):
    if isinstance(state, torch.Tensor):
        return state.detach()
    h, c = state
    return h.detach(), c.detach()
