"""Tools that people run: `python -m tools.NAME` in the folder of the course; the Makefile has most of them.

The tests use the tools, too. No tool imports anything from tests/; the learners' answers there are data.
"""
