# slip: weight-hh-forgotten
def same_budget(input_size, budget):
    def largest(gates):
        return budget // (gates * (input_size + 2))

    return {"RNN": largest(1), "GRU": largest(3), "LSTM": largest(4)}
