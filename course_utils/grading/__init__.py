"""How a class is graded: what is read back from nbgrader's gradebook and from graded notebooks."""
