# right
def carry(chunks, h_0):
    output, left = [], h_0
    for a, local in chunks:
        for a_t, local_t in zip(a, local):
            left = a_t * left
            output.append(local_t + left)
        left = output[-1]
    output = torch.stack(output)
    return output, output[-1]
