# rung: values
# says: many examples, or many features, share a mask
def locked_dropout(x, p, training):
    mask = nn.functional.dropout(torch.ones(x.shape[1], (x.shape[2] + 1) // 2), p, training)
    return x * mask.repeat_interleave(2, dim=1)[:, : x.shape[2]]
