# EduAI on one machine. `make help` lists what there is.

SHELL := /bin/sh
BIN := .venv/bin
PORT ?=
WORKERS ?= 2
# The first of these that is 3.11 or later and can make virtual environments. 3.11 and 3.12 come first:
# there the Redis wheel exists.
FIND_PYTHON = for python in $(PYTHON) python3.11 python3.12 python3 python3.13 python3.14 python; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& break; python=; done; \
	if [ -z "$$python" ]; then \
	echo "EduAI needs Python 3.11 or later with its venv module (Debian, Ubuntu: apt install python3-venv)." >&2; \
	exit 1; fi
CHROMIUM = command -v chromium chromium-browser google-chrome >/dev/null 2>&1 \
	|| ls -d $${PLAYWRIGHT_BROWSERS_PATH:-$$HOME/.cache/ms-playwright}/chromium* >/dev/null 2>&1

export PORT

.DEFAULT_GOAL := help
.PHONY: help setup run stop codes status test test-browser test-long demo check bench clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

setup: ## the virtual environment .venv with the pinned packages
	@$(FIND_PYTHON); exec $$python -I eduai/embedded/environment.py

run: setup ## the whole site on this machine: http://localhost:8000/ (PORT=… for another); Ctrl-C stops it
	@exec $(BIN)/python -m eduai.embedded up

stop: ## stops a site that runs in another terminal
	@exec $(BIN)/python -m eduai.embedded stop

codes: ## the one-time codes with which the demo's staff sign in now
	@exec $(BIN)/python -m eduai.embedded codes

status: ## what runs now
	@exec $(BIN)/python -m eduai.embedded status

test: setup ## the whole suite, on PostgreSQL and Redis of its own
	@$(CHROMIUM) || echo "Note: no Chromium was found, so the browser tests will be skipped (make test-browser tells more)."
	@exec $(BIN)/python -m pytest -n $(WORKERS) -m "not long" $(ARGS)

test-browser: setup ## only the tests in a browser
	@$(CHROMIUM) || { echo "No Chromium was found. Install one (apt install chromium fonts-nanum, or" \
		"$(BIN)/playwright install chromium) and start again." >&2; exit 1; }
	@exec $(BIN)/python -m pytest tests/browser $(ARGS)

test-long: setup ## the same properties as in the suite, at full counts
	@exec $(BIN)/python -m pytest -n $(WORKERS) -m long $(ARGS)

demo: setup ## the main job on the sample notes: a table, and one JSON line last
	@exec $(BIN)/python -m bench demo $(ARGS)

check: setup ## style, types, import contracts, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run

bench: setup ## every figure set; the last line of each is JSON (NAME=… for one)
	@exec $(BIN)/python -m bench $(or $(NAME),all) $(ARGS)

clean: ## removes .venv and caches; the data in var/ stay
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +
	@echo "The data are still in var/. To remove them as well: make stop; rm -rf var (and the folder that" \
		"var/services.location names, if there is one)."
