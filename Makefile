# One command for each thing a person does here. `make` alone lists them.
# The virtual environment builds itself from requirements.lock the first time, and again when that changes.

VENV  := .venv
BIN   := $(VENV)/bin
STAMP := $(VENV)/.installed
CODE  := services shared tests

# Options for pytest: make test ARGS="tests/scoring -k edition"
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo run test check bench fmt lint types imports contracts docs lock hooks clean
.SILENT:

help: ## list the targets
	awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(STAMP) ## play the whole round, four tiers, from the first draft to every outcome
	$(BIN)/tidu demo

run: $(STAMP) ## start the three services, object store and issuer, with sample data
	$(BIN)/tidu serve

test: $(STAMP) ## run all tests (ARGS=... is passed to pytest)
	$(BIN)/python -m pytest $(ARGS)

check: lint types imports test ## what CI runs: format, lint, types, import contracts, tests

bench: $(STAMP) ## measure ourselves beside a bare peer, into var/bench.json (ARGS=--million: cohorts up to a million)
	$(BIN)/python -m tests.bench $(ARGS)

fmt: $(STAMP) ## format and apply the safe fixes
	$(BIN)/ruff format --quiet $(CODE)
	$(BIN)/ruff check --quiet --fix $(CODE)

lint: $(STAMP) ## format and lint rules, without changing anything
	$(BIN)/ruff format --check --quiet $(CODE) || { echo "some files are not formatted: make fmt" >&2; exit 1; }
	$(BIN)/ruff check --quiet $(CODE)

types: $(STAMP) ## mypy, strict
	$(BIN)/mypy --no-error-summary

imports: $(STAMP) ## which package may import which
	$(BIN)/lint-imports --no-logo >$(VENV)/imports.log 2>&1 || { cat $(VENV)/imports.log >&2; exit 1; }

contracts: $(STAMP) ## the public contracts: OpenAPI snapshots, error codes, contract tests
	$(BIN)/python -m pytest --numprocesses=0 $(wildcard tests/contract) tests/architecture

docs: $(STAMP) ## regenerate docs/errors.md, docs/findings.md and services/*/openapi.json
	$(BIN)/python -m tests.architecture.generated

lock: $(STAMP) ## resolve pyproject.toml anew into requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --all-extras \
		--no-emit-index-url --no-emit-find-links --no-header -o requirements.lock pyproject.toml
	! grep -nE '^(-|[^#]*://)' requirements.lock || { echo "requirements.lock names a registry or a path" >&2; exit 1; }

hooks: $(STAMP) ## install the git hooks of pre-commit
	$(BIN)/pre-commit install

clean: ## remove everything that was built, and what running left behind
	rm -rf $(VENV) var build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .grimp_cache
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): requirements.lock pyproject.toml .ci/bootstrap
	.ci/bootstrap $(VENV)
