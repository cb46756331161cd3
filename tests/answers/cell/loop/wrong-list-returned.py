# slip: not-one-tensor
# says: Return the one that is asked for; of a list of tensors, torch.stack or torch.cat makes one.
def loop(cell, x, hx):
    output = []
    for x_t in x:
        hx = cell(x_t, hx)
        output.append(hx)
    return output, hx
