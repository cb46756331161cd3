# right
@torch.no_grad()
def detach(state):
    if state is None:
        return None
    if isinstance(state, torch.Tensor):
        return state.clone()
    return tuple(each.clone() for each in state)
