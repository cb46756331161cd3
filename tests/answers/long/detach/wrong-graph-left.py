# rung: values
# says: has a grad_fn: it has a past
def detach(state):
    if state is None:
        return None
    if isinstance(state, torch.Tensor):
        return state.detach() + 0 * state
    return tuple(detach(part) for part in state)
