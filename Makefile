# Everything runs in one virtual environment, made from the lock file on first use.
PYTHON ?= python3
RUN := .venv/bin/python -m
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

.PHONY: serve test test-browser test-views test-engines test-long check lint build tidy lock wheel sbom soak bench clean

SOURCES := $(shell find ontology shapes data queries sos_graph -type f -not -name '*.pyc' -not -name '*.mo*' -not -path '*/node_modules/*' -not -path '*/built/*')

FRONTEND := sos_graph/web/frontend

serve: .make/built .make/frontend
	$(RUN) sos_graph serve

build: .make/built

.make/built: .venv/ready $(SOURCES)
	$(RUN) sos_graph build
	mkdir -p .make && touch .make/built

# The scripts of the pages; without Node the pages work as plain HTML.
.make/frontend: $(FRONTEND)/package-lock.json $(FRONTEND)/build.js $(wildcard $(FRONTEND)/source/*)
	@if command -v npm >/dev/null; then \
	  cd $(FRONTEND) && npm ci --silent && npm run --silent build; \
	else \
	  echo "There is no npm: the pages come without scripts, as plain HTML."; \
	fi
	@mkdir -p .make && touch .make/frontend

test: .venv/ready
	$(RUN) pytest --numprocesses auto --dist loadfile

test-browser: .make/built .make/frontend
	$(RUN) pytest -m browser tests/browser

# Every page in both languages at three widths, light and dark: a quarter of an hour.
test-views: .make/built .make/frontend
	EVERY_VIEW=1 $(RUN) pytest -m browser tests/browser/test_every_page.py

test-engines: .make/built
	$(RUN) pytest -m "engines and not long" tests

# A soak, the whole way from a fresh Debian, a kill at every step, the story of an election: half an hour and more.
test-long: .make/built
	$(RUN) pytest -m long tests

check: .venv/ready
	$(RUN) sos_graph check

tidy: .venv/ready
	$(RUN) sos_graph tidy

lint: .venv/ready
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	$(RUN) mypy
	.venv/bin/lint-imports
	.venv/bin/validate-pyproject pyproject.toml

bench: .venv/ready
	$(RUN) bench

# The program as one file: the same tree gives the same bytes.
wheel: .venv/ready .make/frontend
	rm -rf dist
	$(RUN) hatchling build -t wheel

# Visitors of every kind for ten minutes, after ten and more to warm up, and whether the site is afterwards what it was before.
soak: .make/built
	$(RUN) bench.soak

# What a deployment consists of (CycloneDX).
sbom: .venv/ready .make/frontend
	@mkdir -p dist
	$(RUN) scripts.supply.bill dist/sos-graph.cdx.json

# The lock is made again by hand, when a dependency changes.
lock: .venv/ready
	.venv/bin/pip install --quiet uv
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes --no-emit-index-url --output-file requirements.lock pyproject.toml
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --constraint requirements.lock --output-file deploy/requirements.lock pyproject.toml

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "sos-graph needs Python 3.11 or newer; set PYTHON=…")'
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch .venv/ready

clean:
	rm -rf .venv .make build dist $(FRONTEND)/node_modules sos_graph/web/static/built
