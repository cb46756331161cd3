# right
def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    def sigmoid(a):
        return 1 / (1 + (-a).exp())

    def tanh(a):
        return 2 * sigmoid(2 * a) - 1

    gi = (weight_ih @ x.T).T + bias_ih
    gh = (weight_hh @ h.T).T + bias_hh
    print(gi.shape, gh.shape)
    H = h.shape[1]
    reset, update = sigmoid(gi[:, :H] + gh[:, :H]), sigmoid(gi[:, H:-H] + gh[:, H:-H])
    new = tanh(gi[:, -H:] + gh[:, -H:] * reset)
    return update * h + (1 - update) * new
