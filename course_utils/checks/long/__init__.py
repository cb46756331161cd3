"""The exercises of lesson 07: long sequences, their gradients, chunks and state."""

NUMBER = 7  # of the lesson
EXERCISES = ("clip_norm", "detach", "tbptt", "lanes", "orthogonal", "locked_dropout")  # in the order of the lesson
