# slip: not-a-module
# says: Your class must be an nn.Module: class …(nn.Module).
class RowClassifier:
    def __init__(self, input_size, hidden_size, num_classes):
        self.rnn = nn.LSTM(input_size, hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)

    def __call__(self, rows):
        return self.head(self.rnn(rows)[0][-1])
