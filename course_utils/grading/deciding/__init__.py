"""The deciding process, the judge: it never runs a byte of a learner's code.

`grade` turns a bundle into what came of it. `sandbox` runs one submission in a `child` of a `zygote`, and a
`remote_answer` is an answer there as a check sees it. `probe` tries the locks before a zygote is `trusted`.
"""
