# right
from course_utils import training


def accuracy(model, batches):
    return training.evaluate(model, batches, training.accuracy)
