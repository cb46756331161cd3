# slip: other-input-size
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.LSTM(28, 128)
        self.head = nn.Linear(128, 10)

    def forward(self, rows):
        output, _ = self.rnn(rows)
        return self.head(output[-1])
