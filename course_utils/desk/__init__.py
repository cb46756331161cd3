"""A learner's desk: a copy of the lessons and exercises that is theirs, JupyterLab for it, and updates that keep it."""

COPY = "work"
FOLDERS = ("notebooks", "exercises")
