# right
def keep(gru):
    for name, param in gru.named_parameters():
        z = param.data.chunk(3)[1]
        if name.startswith("weight_ih"):
            z.zero_()
        elif name.startswith("bias"):
            z.fill_(30)
