# right
def same_budget(input_size, budget):
    def largest(blocks):
        h = 0
        for step in (1000, 100, 10, 1):
            while blocks * (h + step) * (h + step + input_size + 2) <= budget:
                h += step
        return h

    return {"RNN": largest(1), "GRU": largest(3), "LSTM": largest(4)}
