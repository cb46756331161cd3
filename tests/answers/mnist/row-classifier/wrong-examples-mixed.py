# slip: examples-mixed
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.LSTM(input_size, hidden_size, batch_first=True)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, rows):
        T, B, F = rows.shape
        output, _ = self.rnn(rows.reshape(B, T, F))
        return self.head(output[:, -1])
