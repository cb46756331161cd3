# right
def detach(state):
    def leaf(tensor):
        return tensor.detach().requires_grad_()

    if state is None:
        return None
    return leaf(state) if torch.is_tensor(state) else tuple(leaf(each) for each in state)
