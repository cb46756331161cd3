# slip: weight-ih-forgotten
def same_budget(input_size, budget):
    def largest(gates):
        H = 0
        while gates * ((H + 1) ** 2 + 2 * (H + 1)) <= budget:
            H += 1
        return H

    return {"RNN": largest(1), "GRU": largest(3), "LSTM": largest(4)}
