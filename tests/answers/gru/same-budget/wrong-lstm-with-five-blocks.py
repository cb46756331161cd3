# rung: values
# says: 2 of 3 points so far, for what is right in every call: RNN, GRU.
def same_budget(input_size, budget):
    def largest(gates):
        return max(H for H in range(500) if gates * H * (input_size + H + 2) <= budget)

    return {"RNN": largest(1), "GRU": largest(3), "LSTM": largest(5)}
