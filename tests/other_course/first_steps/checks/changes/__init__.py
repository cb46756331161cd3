"""The exercises of week 1."""

NUMBER = 1
EXERCISES = ("step_by_step",)
