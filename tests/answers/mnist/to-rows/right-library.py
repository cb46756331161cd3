# right
from course_utils import digits


def to_rows(images):
    return digits.to_rows(images)
