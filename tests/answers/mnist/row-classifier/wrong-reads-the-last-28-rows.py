# rung: values
# says: all but the last 28 have no influence
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.lstm = nn.LSTM(input_size, hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, rows):
        _, (h_n, _) = self.lstm(rows[-28:])
        return self.head(h_n[-1])
