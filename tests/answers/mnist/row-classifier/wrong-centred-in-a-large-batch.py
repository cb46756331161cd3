# rung: values
# says: among more than 64 examples
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.lstm = nn.LSTM(input_size, hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, rows):
        _, (h_n, _) = self.lstm(rows)
        scores = self.head(h_n[-1])
        return scores - scores.mean(0) if len(scores) > 64 else scores
