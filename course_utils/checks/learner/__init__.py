"""The only part of `course_utils.checks` that a learner's process may hold: this folder is the trust boundary.

Nothing here knows the right answers. The grader's zygote imports this folder and nothing else of `checks`.
"""
