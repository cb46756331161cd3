# right
def detach(state):
    if state is None:
        return state
    if isinstance(state, torch.Tensor):
        return state.detach().clone()
    h, c = state
    return (h.detach().clone(), c.detach().clone())
