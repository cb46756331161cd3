# slip: no-grad-missing
# says: Change parameters inside `with torch.no_grad():`.
def keep(gru):
    H = gru.hidden_size
    for name, weight in gru.named_parameters():
        if name.startswith("bias_ih"):
            weight[H : 2 * H] = 1e6
    return gru
