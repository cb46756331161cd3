"""What an exercise is and how an answer is decided on; it knows no lesson.

From `kinds` and `rungs` (one property each) to `ladder`, which runs the trials of an `exercise` and gives a `verdict`.
"""
