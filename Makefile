# What everybody does with a checkout; `make` alone lists it.

PYTHON ?= python3
VENV ?= .venv
LATEST ?= .venv-latest
OUT ?= out
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
GENERATORS := .generators
TOOLS := tests/api/generators

.DEFAULT_GOAL := help
.PHONY: help demo test latest programs check format wheel constraints clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(INSTALLED)  ## solve the case of a city's size into out/demo and say what to open
	$(BIN)/rosterer demo $(OUT)/demo
	@echo "The command is $(BIN)/rosterer; after \`source $(BIN)/activate\`, plain rosterer."
	@echo "Look at it in a browser:  $(BIN)/rosterer serve --demo"

test: $(INSTALLED)  ## every test, from a fresh machine on
	@$(MAKE) --no-print-directory programs || echo "Some programs are missing: the tests that need them will be skipped, and say so."
	@$(MAKE) --no-print-directory generators || echo "The generators of clients are missing: the tests that need them will be skipped, and say so."
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST)

latest:  ## the tests with the newest versions that pyproject.toml allows, in an environment of its own
	test -x $(LATEST)/bin/python || $(PYTHON) -m venv $(LATEST)
	$(LATEST)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade --upgrade-strategy eager -e '.[dev]'
	$(LATEST)/bin/python -m pip freeze --exclude-editable | grep == | sort -f > $(LATEST)/versions.txt
	@echo "Other versions than those of constraints.txt:"; grep -vixFf constraints.txt $(LATEST)/versions.txt || true
	$(LATEST)/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST)

wheel:  ## the file that others install, in out/dist
	$(PYTHON) -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir $(OUT)/dist .
	@ls $(OUT)/dist

programs:  ## a browser and a database server for the tests that use them
	@test -x /usr/bin/chromium && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { test "$$(id -u)" = 0 \
		&& command -v apt-get >/dev/null && apt-get update -qq \
		&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium postgresql >/dev/null; }

generators: $(GENERATORS)/.installed  ## what generates clients from the contract, apart from our own environment

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
	rm -rf $(VENV) $(LATEST) $(OUT) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(INSTALLED): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

$(GENERATORS)/.installed: $(TOOLS)/constraints.txt $(TOOLS)/package-lock.json
	test -x $(GENERATORS)/bin/python || $(PYTHON) -m venv $(GENERATORS)
	$(GENERATORS)/bin/python -m pip install --quiet --disable-pip-version-check -c $(TOOLS)/constraints.txt openapi-python-client
	cp $(TOOLS)/package.json $(TOOLS)/package-lock.json $(GENERATORS)
	command -v npm >/dev/null && npm ci --silent --prefix $(GENERATORS) --ignore-scripts || echo "npm is missing: types of TypeScript are not tested."
	touch $@
