# right
from course_utils.training import fit


def train_step(model, rows, labels, optimizer, max_norm):
    return fit(model, [(rows, labels)], nn.functional.cross_entropy, optimizer, max_norm)[0]
