# What everybody does with a checkout; `make` alone lists it.

PYTHON ?= python3
VENV ?= .venv
OUT ?= out
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help demo test check format constraints clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(INSTALLED)  ## solve the case of a city's size into out/demo and say what to open
	$(BIN)/rosterer demo $(OUT)/demo

test: $(INSTALLED)  ## every test, from a fresh machine on
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq \
		&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; } \
		|| echo "There is no chromium: the tests that look at pages in a browser will be skipped."
	$(BIN)/python -m pytest $(PYTEST)

check: $(INSTALLED)  ## what must be clean before a commit: format, lint, types, imports, quick tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -m 'not slow' $(PYTEST)

format: $(INSTALLED)  ## put code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

constraints: $(INSTALLED)  ## write the versions of the present environment to constraints.txt
	$(BIN)/python -m pip freeze --exclude-editable | grep == > constraints.txt

clean:  ## remove what was made, the environment included
	rm -rf $(VENV) $(OUT) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(INSTALLED): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@
