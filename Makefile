# The two commands a newcomer needs: `make run` and `make test`. Everything else is for those who work on Laurel.

SHELL := /bin/sh
PY := .venv/bin/python
HOST ?= 127.0.0.1
PORT ?= 8000
TESTS ?=
ARGS ?=

# The first Python on PATH that is new enough; `make run PYTHON=/path/to/python` overrides.
ifndef PYTHON
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)
endif
ifeq ($(strip $(PYTHON)),)
$(error Laurel needs Python 3.11 or newer on PATH)
endif
BOOTSTRAP := $(PYTHON) -m tools.bootstrap

.PHONY: help run test check deep chaos bench scenarios pictures format lock frontend clean fonts

help:
	@echo "make run     environment, front end, database, processes, demo data; then http://$(HOST):$(PORT)"
	@echo "make test    everything the tests need, then all tests"
	@echo "make check   format, lint, types, import contracts, dependency audit, processes"
	@echo "make deep    the tests at full counts (up to two hours)"
	@echo "make chaos   kill, freeze, crash and fill while cases move, then count what was lost (ARGS=long: ten times as much)"
	@echo "make bench   benchmarks beside their raw bounds"
	@echo "make scenarios  all stories of processes/, and what they reach (ARGS=--json)"
	@echo "make pictures the diagrams of processes/ as PNG into docs/diagrams"
	@echo "make format  put the code in the house's format"
	@echo "make lock    resolve the Python requirements anew (needs uv)"
	@echo "make fonts   the Chinese fonts that letters are printed with (make run and make test bring them too)"
	@echo "make clean   remove what the builds made; var/ (data) stays"

run:
	@$(BOOTSTRAP) run
	@exec $(PY) -m web.cli serve --demo --port $(PORT) $(ARGS)

# First what may share the two cores; then, alone, killed processes, which watch a clock; then two browsers.
FAST = $(PY) -m pytest -n 2 --dist loadfile --ignore tests/crash --ignore tests/e2e
CRASH = $(PY) -m pytest tests/crash
BROWSER = $(PY) -m pytest -n 2 --dist worksteal tests/e2e
test:
	@$(BOOTSTRAP) test
	@if [ -n "$(TESTS)" ]; then exec $(PY) -m pytest $(TESTS) $(ARGS); fi; status=0; \
	$(FAST) $(ARGS) || status=1; $(CRASH) $(ARGS) || status=1; $(BROWSER) $(ARGS) || status=1; \
	exit $$status

check:
	@$(BOOTSTRAP) dev
	@$(PY) -m tools.check $(ARGS)

# In three sessions as `make test`; each writes its rows into docs/measured.md. TESTS=... runs one part deep.
deep:
	@$(BOOTSTRAP) test
	@export LAUREL_DEEP=1; if [ -n "$(TESTS)" ]; then exec $(PY) -m pytest $(TESTS) $(ARGS); fi; \
	status=0; \
	$(FAST) $(ARGS) || status=1; $(CRASH) $(ARGS) || status=1; $(BROWSER) $(ARGS) || status=1; \
	exit $$status

chaos:
	@$(BOOTSTRAP) test
	@$(PY) -m tests.crash.chaos $(ARGS)

bench:
	@$(BOOTSTRAP) bench
	@$(PY) -m benchmarks $(ARGS)

scenarios:
	@$(BOOTSTRAP) test
	@$(PY) -m web.cli scenarios processes $(ARGS)

pictures:
	@$(BOOTSTRAP) test
	@$(PY) -m tools.pictures $(ARGS)

format:
	@$(BOOTSTRAP) dev
	@$(PY) -m ruff check --fix . ; $(PY) -m ruff format .

frontend:
	@$(BOOTSTRAP) frontend

# A pinned package of requirements/run.txt; they are no part of this repository.
fonts:
	@$(BOOTSTRAP) run
	@$(PY) -m awards.letters.fonts

# dev.txt holds every pin; the smaller files are resolved under it, so that the three never disagree.
# `make lock ARGS=--upgrade` takes newer releases.
COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
lock:
	@$(COMPILE) $(ARGS) pyproject.toml --group dev --output-file requirements/dev.txt
	@$(COMPILE) --constraint requirements/dev.txt pyproject.toml --group test --output-file requirements/test.txt
	@$(COMPILE) --constraint requirements/dev.txt pyproject.toml --output-file requirements/run.txt
	@$(COMPILE) $(ARGS) --constraint requirements/dev.txt --group bench --output-file requirements/bench.txt
	@$(COMPILE) $(ARGS) --group node --output-file requirements/node.txt

clean:
	@rm -rf .venv web/static/dist web/frontend/node_modules benchmarks/node/node_modules
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
