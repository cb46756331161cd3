# rung: values
# says: of another kind
def detach(state):
    if state is not None:
        state = state.detach() if isinstance(state, torch.Tensor) else tuple(each.detach() for each in state)
