# slip: one-bias
def same_budget(input_size, budget):
    def largest(gates):
        H = 1
        while gates * (H * input_size + H * H + H) <= budget:
            H += 1
        return H - 1

    return {"RNN": largest(1), "GRU": largest(3), "LSTM": largest(4)}
