"""How a class is graded.

`rebuild` puts a submission's sources into the released notebook; `judge` runs it and decides. The learner's code runs
in a `child` forked from a `zygote`, behind `locks`; `sandbox` and `remote` are the judge's side of it, `wire` is what
passes between them. `marks` shows what nbgrader recorded.
"""
