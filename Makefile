# What everybody does with a checkout; `make` alone lists it.

PYTHON ?= python3
VENV ?= .venv
OUT ?= out
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help demo test programs check format constraints clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(INSTALLED)  ## solve the case of a city's size into out/demo and say what to open
	$(BIN)/rosterer demo $(OUT)/demo

test: $(INSTALLED)  ## every test, from a fresh machine on
	@$(MAKE) --no-print-directory programs || echo "Some programs are missing: the tests that need them will be skipped, and say so."
	$(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST)

programs:  ## a browser and a database server for the tests that use them
	@test -x /usr/bin/chromium && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { test "$$(id -u)" = 0 \
		&& command -v apt-get >/dev/null && apt-get update -qq \
		&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium postgresql >/dev/null; }

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
