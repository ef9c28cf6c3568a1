# All of a contributor's set-up and checks. Needs Python 3.11 or newer and make, installs the rest by
# itself; Node.js and Chromium are used where they are.

PYTHON ?= python3
VENV ?= .venv
NODE := .node
PYTEST_ARGS ?= -n auto --dist worksteal

export SUNBIRD_NODE_MODULES ?= $(CURDIR)/$(NODE)/node_modules

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq # errors only
NPM := npm install --ignore-scripts --no-audit --no-fund --no-package-lock --fetch-retries=1

.PHONY: help
help: ## Say what there is (also without a target)
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

.PHONY: demo
demo: $(VENV)/.ready $(NODE)/.ready ## See what Sunbird keeps of telemetry that it answered 200
	@$(BIN)/sunbird-mock demo

.PHONY: test
test: $(VENV)/.ready $(NODE)/.ready ## Run all tests; what was skipped, and why, stands at the end
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

.PHONY: lint
lint: $(VENV)/.ready ## Check style, types and the order of imports
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --no-cache

.PHONY: docs
docs: $(VENV)/.ready ## Write the tables of docs/rules.md from the table of rules
	@$(BIN)/python docs/rules.py

.PHONY: wheel
wheel: $(VENV)/.ready ## Build the wheel and run the demo from it, in an environment of its own
	@rm -rf dist .venv-wheel && $(BIN)/python -m pip wheel -qq --no-deps --wheel-dir dist .
	@$(BIN)/python -m venv .venv-wheel
	@.venv-wheel/bin/python -m pip --disable-pip-version-check install -qq dist/*.whl
	@cd dist && ../.venv-wheel/bin/sunbird-mock demo

.PHONY: clean
clean: ## Remove everything that these targets made
	@rm -rf dist $(VENV) .venv .venv-* $(NODE) .pytest_cache .mypy_cache .ruff_cache .hypothesis .sunbird
	@find . -name __pycache__ -prune -exec rm -r {} +

$(VENV)/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo \
	  "$(PYTHON) does not run a Python 3.11 or newer: name one that does, as in 'make test PYTHON=python3.13'." >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo \
	  "$(PYTHON) cannot make virtual environments: install its venv module (Debian, Ubuntu: python3-venv)." >&2; exit 2; }
	@echo "Installing into $(VENV), once ..."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --upgrade 'pip>=25.1' # older ones know no dependency groups
	@$(PIP) --editable . --group dev
	@touch $@

# The real clients are a bonus: without them the tests that need them say so. While this makes no
# stamp, every call tries again.
$(NODE)/.ready: tests/clients/package.json
	@if ! command -v node >/dev/null || ! command -v npm >/dev/null; then \
	  echo "Node.js or npm is not installed: going on without the SDKs."; \
	elif echo "Installing the SDKs into $(NODE), once ..." && mkdir -p $(NODE) && cp $< $(NODE) && \
	  (cd $(NODE) && $(NPM) >npm.log 2>&1); then touch $@; \
	else echo "npm could not install the SDKs ($(NODE)/npm.log says why): going on without."; fi
