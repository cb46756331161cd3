# slip: size-divided-by-root
def same_budget(input_size, budget):
    H = 0
    while (H + 1) * (input_size + H + 1 + 2) <= budget:
        H += 1
    return {"RNN": H, "GRU": int(H / 3**0.5), "LSTM": int(H / 4**0.5)}
