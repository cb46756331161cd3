# Everything is run through this file; nothing has to be activated. It works with make 3.81, which macOS has, and in a
# folder with spaces: programs are called by path, since that make looks for some of them in its own PATH only.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
# The CPU build of torch is a tenth of the size of the CUDA build and enough for every lesson.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
LAB_ARGS ?=
# The lessons, and the pages beside them that are run, too.
NOTEBOOKS := $(filter-out %/glossary.ipynb %/shape_card.ipynb,$(wildcard notebooks/*.ipynb))
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

# An environment knows its folder by path and has one Python: it is made anew where the folder was moved, or another
# PYTHON is asked for.
ASKED := $(if $(filter-out file default undefined,$(firstword $(origin PYTHON))),$(shell command -v "$(PYTHON)"))
ifneq ($(shell cat $(VENV)/made-in 2>/dev/null),$(CURDIR))
.PHONY: $(VENV)/made-in
else ifneq ($(ASKED),)
ifneq ($(shell cat $(VENV)/made-with 2>/dev/null),$(ASKED))
.PHONY: $(VENV)/made-in
endif
endif

.PHONY: help lab teach update hand-out grade test test-more lint notebooks exercises new-exercise reference book \
	figures feedback-gallery mutation bench clean
.DELETE_ON_ERROR:

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

# Where learners work is a copy, work/, so that what ships stays as it is and can be updated.
lab: $(VENV)/lab ## open the lessons in JupyterLab (LAB_ARGS="--no-browser --port=9000" passes through)
	@$(BIN)/course-lab $(LAB_ARGS)

teach: $(VENV)/lab ## open the course in JupyterLab with nbgrader's panels for teachers
	@$(BIN)/course-lab --teach $(LAB_ARGS)

update: $(VENV)/lab ## get the newest version of the course; your answers and notes stay
	@$(BIN)/course-update
	@$(MAKE) --no-print-directory $(VENV)/lab

hand-out: ## pack what learners need, without solutions and tests: build/course.zip
	mkdir -p build
	git archive --format=zip --prefix=recurrent-networks/ --output=build/course.zip HEAD -- \
		. ':!solutions' ':!tests' ':!tools' ':!.ci'

grade: $(VENV)/lab ## grade the sample class with nbgrader and show its marks
	$(BIN)/python -m tools.sample_class build/sample-class

test: $(VENV)/test lint ## run every check and test
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadgroup --durations=20

test-more: $(VENV)/test ## before a release: nbgrader's own tests with the plug-ins; every answer through it; more seeds, ten shifts of the lessons
	$(BIN)/python -m tools.nbgrader_suites
	$(BIN)/python -m pytest --numprocesses=auto --seeds=100 tests/checks/test_conditions.py
	$(BIN)/python -m pytest --numprocesses=auto -m "not slow" --seeds=20 tests/test_answers.py tests/checks/test_every_exercise.py
	$(BIN)/python -m pytest --numprocesses=auto --release -m slow tests/test_answers.py
	$(BIN)/python -m pytest --numprocesses=auto --release \
		tests/notebooks/test_other_seeds.py tests/grading/deciding/test_one_fault.py tests/whole_course/test_browser.py

lint: $(VENV)/test ## check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

notebooks: $(VENV)/lab ## run lessons and pages from top to bottom and keep their outputs
	$(BIN)/jupyter nbconvert --to notebook --inplace --execute --ExecutePreprocessor.record_timing=False \
		--ExecutePreprocessor.store_widget_state=False $(NOTEBOOKS)
	$(BIN)/jupyter nbconvert --to notebook --inplace --coalesce-streams $(NOTEBOOKS)
	$(BIN)/python -m tools.notebooks

exercises: $(VENV)/lab ## make exercises/ from solutions/
	mkdir -p build && rm -f build/exercises.db
	for assignment in $(notdir $(wildcard solutions/*)); do \
		$(BIN)/nbgrader generate_assignment "--CourseDirectory.db_url=sqlite:///$(CURDIR)/build/exercises.db" \
			$$assignment || exit 1; \
	done

new-exercise: $(VENV)/test ## make the stubs of an exercise: make new-exercise id=packing/example
	$(BIN)/python -m tools.new_exercise $(id)

reference: $(VENV)/lab ## make REFERENCE.md, all options and sentences, from the code
	$(BIN)/python -m tools.reference

book: $(VENV)/test ## make a website of the lessons as they are committed: build/book/index.html
	rm -rf build/book
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --doctree-dir build/doctrees --conf-dir book . build/book

figures: $(VENV)/lab ## show all pictures of the notebooks on one page: build/figures.html
	$(BIN)/python -m tools.figures build/figures.html

feedback-gallery: $(VENV)/test ## show what is said of every wrong answer in tests/answers, on one page
	$(BIN)/python -m tools.gallery build/feedback-gallery.html

mutation: $(VENV)/test ## see whether small mistakes made by a machine in right answers are all rejected
	$(BIN)/python -m tools.mutation

bench: $(VENV)/test ## measure imports, checks, lessons and grading
	$(BIN)/python -m tools.bench

clean: ## remove what this file makes
	rm -rf $(VENV) build

$(VENV)/made-in:
	$(if $(PYTHON),,$(error there is no Python here. Python 3.11 to 3.14 is needed: make PYTHON=/path/to/python3.11))
	@"$(PYTHON)" -c 'import sys; here = sys.version_info[:2]; sys.exit(None if (3, 11) <= here <= (3, 14) else \
		"Python 3.11 to 3.14 is needed, and this is %d.%d: make PYTHON=/path/to/python3.11" % here)'
	rm -rf $(VENV)
	"$(PYTHON)" -m venv $(VENV)
	@command -v "$(PYTHON)" > $(VENV)/made-with
	@echo "$(CURDIR)" > $@

# Where pip is told of packages elsewhere (its settings, PIP_FIND_LINKS), torch comes from there, like all others.
TOLD = $(BIN)/python -m pip config list | grep -qE 'index-url|find-links'
$(VENV)/lab: $(VENV)/made-in pyproject.toml constraints.txt
	@$(if $(filter file,$(origin TORCH_INDEX)),$(TOLD) || )$(PIP) --no-deps --retries 0 --timeout 10 \
		--index-url $(TORCH_INDEX) torch torchvision 2>/dev/null || echo "$(TORCH_INDEX) cannot be reached:" \
		"torch comes from where pip finds it, on Linux as a large build with CUDA"
	$(PIP) --editable '.[lab]'
	touch $@

$(VENV)/test: $(VENV)/lab
	$(PIP) --editable '.[test]'
	touch $@
