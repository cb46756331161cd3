# rung: values
# says: in training mode, rows read again
class RowClassifier(nn.Module):
    def __init__(self, input_size, hidden_size, num_classes):
        super().__init__()
        self.lstm = nn.LSTM(input_size, hidden_size)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, rows):
        _, (h_n, _) = self.lstm(rows)
        scores = self.head(h_n[-1])
        if self.training:
            if hasattr(self, "last") and self.last.shape == scores.shape:
                scores = scores + 0.1 * self.last
            self.last = scores.detach()
        return scores
