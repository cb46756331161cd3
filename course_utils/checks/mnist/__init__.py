"""The exercises of lesson 06: reading a digit row by row.

The oracles are torch's own functions and modules. If an answer may choose its architecture (a classifier, a training),
it is judged by what it does: each property is a fact, true or false, and a slip is a pattern of facts.
"""

NUMBER = 6  # of the lesson
EXERCISES = ("row_classifier", "to_rows", "train_step", "accuracy", "read_the_table", "train")
