# slip: calls-grow
def kernel(a, b):
    powers, states = [torch.ones_like(a)], [b[0]]
    for b_t in b[1:]:
        powers.append(powers[-1] * a)
        states.append(a * states[-1] + b_t)
    return torch.stack(powers), torch.stack(states)
