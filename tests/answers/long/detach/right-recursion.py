# right
def detach(state):
    if torch.is_tensor(state):
        return state.detach()
    return state if state is None else tuple(map(detach, state))
