# slip: lstm-size-for-all
def same_budget(input_size, budget):
    H = 0
    while 4 * (H + 1) * (input_size + H + 1 + 2) <= budget:
        H += 1
    return dict.fromkeys(["RNN", "GRU", "LSTM"], H)
