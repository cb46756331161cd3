# slip: h-0-alone-carried
def carry(chunks, h_0):
    a = torch.cat([a for a, _ in chunks])
    local = torch.cat([local for _, local in chunks])
    output = local + a.cumprod(0) * h_0
    return output, output[-1]
