"""All of `course_utils.checks` that the learner's own process may hold: this folder is the trust boundary.

Nothing here knows what is right. The grader's zygote imports this folder and nothing else of `checks`.
"""
