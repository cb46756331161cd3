# slip: none-to-zeros
def detach(state):
    if state is None:
        return torch.tensor(0.0)
    if isinstance(state, tuple):
        return tuple(each.detach() for each in state)
    return state.detach()
