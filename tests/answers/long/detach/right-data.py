# right
def detach(state):
    if state is None:
        return None
    if isinstance(state, torch.Tensor):
        return state.data
    return state[0].data, state[1].data
