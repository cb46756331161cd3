# slip: size-divided-by-gates
def same_budget(input_size, budget):
    H = 0
    while (H + 1) * (input_size + H + 1 + 2) <= budget:
        H += 1
    return {"RNN": H, "GRU": H // 3, "LSTM": H // 4}
