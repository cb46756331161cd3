"""`course-grade` and `course-marks`: a whole class, graded in parallel and recorded by one writer."""
