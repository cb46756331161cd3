# rung: values
# says: what comes back has other numbers than the state
def detach(state):
    if state is None:
        return None
    if isinstance(state, torch.Tensor):
        return torch.zeros(state.shape)
    return tuple(torch.zeros(each.shape) for each in state)
