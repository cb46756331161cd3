# slip: axis-too-many
# says: There is an axis of size 1 too many: which one is it, and which line makes it?
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.rnn = nn.LSTM(input_size, hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, rows):
        _, h_n = self.rnn(rows)
        return self.head(h_n[-1])
