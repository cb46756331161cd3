# rung: values
# says: in training mode, a sequence with many more rows
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.lstm = nn.LSTM(input_size, hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, rows):
        assert not self.training or len(rows) <= 100
        _, (h_n, _) = self.lstm(rows)
        return self.head(h_n[-1])
