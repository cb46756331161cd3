# Everything is run through this file; nothing has to be activated.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
# The CPU build of torch is a tenth of the size of the CUDA build and enough for every lesson.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
LAB_ARGS ?=
LESSONS := $(wildcard notebooks/[0-9]*.ipynb)
PORT_TAKEN = { echo 'If the port is taken: see what is open with .venv/bin/jupyter server list, or take another with' \
	'make $@ LAB_ARGS=--port=9000'; exit 1; }
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

.PHONY: help lab teach update hand-out grade test test-more lint notebooks exercises new-exercise reference book feedback-gallery \
	mutation bench clean
.DELETE_ON_ERROR:

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

# Where learners work is a copy, work/, so that what ships stays as it is and can be updated.
lab: $(VENV)/lab ## open the lessons in JupyterLab (LAB_ARGS="--no-browser --port=9000" passes through)
	@course-lab $(LAB_ARGS) || $(PORT_TAKEN)

teach: $(VENV)/lab ## open the course in JupyterLab with nbgrader's panels for teachers
	@course-lab --teach $(LAB_ARGS) || $(PORT_TAKEN)

update: $(VENV)/lab ## get the newest version of the course; your answers and notes stay
	@course-update
	@$(MAKE) --no-print-directory $(VENV)/lab

hand-out: ## pack what learners need, without solutions and tests: build/course.zip
	mkdir -p build
	git archive --format=zip --prefix=recurrent-networks/ --output=build/course.zip HEAD -- \
		. ':!solutions' ':!tests' ':!tools' ':!.ci'

grade: $(VENV)/lab ## grade the sample class with nbgrader and show its marks
	python -m tools.sample_class build/sample-class

test: $(VENV)/test lint ## run every check and test
	python -m pytest --numprocesses=auto --dist=loadgroup

test-more: $(VENV)/test ## before a release: nbgrader's own tests with the plug-ins, answers and slips at 20 seeds, lessons at 10 shifts of theirs
	python -m tools.nbgrader_suites
	python -m pytest --numprocesses=auto -m "not slow" --seeds=20 tests/test_answers.py tests/checks/test_every_exercise.py
	python -m pytest --numprocesses=auto --release tests/notebooks/test_other_seeds.py

lint: $(VENV)/test ## check style and types
	ruff check .
	ruff format --check .
	mypy

notebooks: $(VENV)/lab ## run the lessons from top to bottom and keep their outputs
	jupyter nbconvert --to notebook --inplace --execute --ExecutePreprocessor.record_timing=False \
		--ExecutePreprocessor.store_widget_state=False $(LESSONS)
	jupyter nbconvert --to notebook --inplace --coalesce-streams $(LESSONS)
	python -m tools.notebooks

exercises: $(VENV)/lab ## make exercises/ from solutions/
	mkdir -p build && rm -f build/exercises.db
	for assignment in $(notdir $(wildcard solutions/*)); do \
		nbgrader generate_assignment --CourseDirectory.db_url=sqlite:///$(CURDIR)/build/exercises.db \
			$$assignment || exit 1; \
	done

new-exercise: $(VENV)/test ## make the stubs of an exercise: make new-exercise id=packing/example
	python -m tools.new_exercise $(id)

reference: $(VENV)/lab ## make REFERENCE.md, all options and sentences, from the code
	python -m tools.reference

book: $(VENV)/test ## make a website of the lessons as they are committed: build/book/index.html
	rm -rf build/book
	sphinx-build --quiet --fail-on-warning --keep-going --doctree-dir build/doctrees --conf-dir book . build/book

feedback-gallery: $(VENV)/test ## show what is said of every wrong answer in tests/answers, on one page
	python -m tools.gallery build/feedback-gallery.html

mutation: $(VENV)/test ## see whether small mistakes made by a machine in right answers are all rejected
	python -m tools.mutation

bench: $(VENV)/test ## measure imports, checks, lessons and grading
	python -m tools.bench

clean: ## remove what this file makes
	rm -rf $(VENV) build

$(VENV)/lab: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)
	python -m pip install --quiet --no-deps --extra-index-url $(TORCH_INDEX) $$(python -c "import tomllib; \
		print(*(d for d in tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'] if 'torch' in d))")
	python -m pip install --quiet --editable '.[lab]'
	touch $@

$(VENV)/test: $(VENV)/lab
	python -m pip install --quiet --editable '.[test]'
	touch $@
