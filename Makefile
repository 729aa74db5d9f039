# `make` alone prints what there is. Needs Python 3.11+, make and git; everything else is fetched into .venv.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do \
  "$$name" -c '$(NEW_ENOUGH)' 2>/dev/null && command -v "$$name" && break; done)
BIN := .venv/bin
UV := .tools/bin/uv
ICAL = $(shell pkg-config --cflags --libs libical 2>/dev/null || echo -lical)

##@ Use it
.PHONY: demo
demo: .venv/.runtime ## environment, demo register, the story told once, then served at http://127.0.0.1:8000
	@$(BIN)/tolkebok demo

##@ Work on it
.PHONY: test judge torture check format bench migration
test: .venv/.dev ## every test, on SQLite and on PostgreSQL
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

judge: .venv/.dev .tools/judge/libical tests/judge/node_modules/.package-lock.json ## our calendar objects, judged by ical.js and libical
	@$(BIN)/python -m tests.judge

torture: .venv/.dev ## 10,000 invitations through a mail server that misbehaves, the worker killed 200 times
	@TORTURE_INVITATIONS=10000 TORTURE_KILLS=200 $(BIN)/python -m pytest -s -n 0 tests/journeys/test_outbox_torture.py $(ARGS)

check: .venv/.dev ## lint, format, types and layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: .venv/.dev ## put the code in the house's format
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

bench: .venv/.dev ## the figures, as shares of a floor measured in the same run (ARGS="--sizes 1284 10000")
	@$(BIN)/python -m bench $(ARGS)

migration: .venv/.dev ## a new migration from the tables: make migration NAME="add receipts"
	@test -n "$(NAME)" || { echo 'Name it: make migration NAME="add receipts"'; exit 1; }
	@export TOLKEBOK_DATA_DIR="$$(mktemp -d)" TOLKEBOK_DATABASE_URL=; trap 'rm -rf "$$TOLKEBOK_DATA_DIR"' EXIT; \
	  $(BIN)/tolkebok migrate >/dev/null; $(BIN)/alembic revision --autogenerate -m "$(NAME)" \
	  --rev-id "$$(printf %04d $$(($$(ls migrations/versions/*.py | wc -l) + 1)))"

##@ Keep house
.PHONY: lock clean help
lock: $(UV) ## pin every dependency anew, with hashes
	@for name in build runtime dev; do $(if $(wildcard $(UV)),$(UV),uv) pip compile -q --upgrade --generate-hashes \
	  --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
	  requirements/$$name.in -o requirements/$$name.txt; done

clean: ## remove the environment, caches and the demo's data
	@rm -rf .venv .tools var .mypy_cache .ruff_cache .pytest_cache .hypothesis

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- the environment: uv when it can be had, pip otherwise -----------------------------------------------------------
$(UV):
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --target .tools uv 2>/dev/null || true

.venv/bin/python:
	@"$(PYTHON)" -c '$(NEW_ENOUGH)' 2>/dev/null || { echo "Python 3.11 or newer is needed."; exit 1; }
	@test -x $(UV) || $(MAKE) --no-print-directory $(UV)
	@if test -x $(UV); then $(UV) venv --quiet --allow-existing --python "$(PYTHON)" .venv; else $(PYTHON) -m venv .venv; fi

define install
	@test -x $(UV) || $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	@if test -x $(UV); then $(UV) pip install --quiet --python $(BIN)/python --require-hashes $(1); \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes $(1); fi
	@if test -x $(UV); then $(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; fi
	@touch $@
endef

.venv/.runtime: requirements/runtime.txt requirements/build.txt pyproject.toml | .venv/bin/python
	@test -e .venv/.dev || echo "Preparing the environment in .venv ..."
	$(call install,-r requirements/build.txt -r requirements/runtime.txt)

.venv/.dev: .venv/.runtime requirements/dev.txt
	$(call install,-r requirements/dev.txt)

# --- the judges of our calendar objects: a missing one is a failure ---------------------------------------------------
tests/judge/node_modules/.package-lock.json: tests/judge/package.json tests/judge/package-lock.json
	@command -v node >/dev/null && command -v npm >/dev/null || { echo "ical.js is judge: install node and npm (Debian: nodejs npm)."; exit 1; }
	@cd tests/judge && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch node_modules/.package-lock.json

.tools/judge/libical: tests/judge/libical.c
	@command -v $(CC) >/dev/null || { echo "libical is judge: install a C compiler (Debian: gcc libc6-dev)."; exit 1; }
	@echo '#include <libical/ical.h>' | $(CC) $(ICAL) -E - >/dev/null 2>&1 || { echo "libical is judge: install it with its headers (Debian: libical-dev)."; exit 1; }
	@mkdir -p $(@D) && $(CC) -std=c11 -O1 -Wall -Wextra -Werror -o $@ $< $(ICAL)
