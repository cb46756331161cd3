"""What an exercise is and how an answer is judged. The engine imports no lesson.

From `kinds` and `rungs` (one property each) to `ladder`, which runs the trials of an `exercise` and gives a `verdict`.
"""
