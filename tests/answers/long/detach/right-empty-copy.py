# right
def detach(state):
    if state is None:
        return
    if not isinstance(state, torch.Tensor):
        return detach(state[0]), detach(state[1])
    copy = torch.empty(state.shape)
    copy.data.copy_(state)
    return copy
