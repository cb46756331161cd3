# slip: no-biases
import math


def same_budget(input_size, budget):
    def largest(gates):
        return int((math.sqrt(input_size**2 + 4 * budget / gates) - input_size) / 2)

    return {"RNN": largest(1), "GRU": largest(3), "LSTM": largest(4)}
