# Two commands for a fresh machine: make demo, make test.
PYTHON ?= python3
BIN := .venv/bin
# torch first and pinned: an open range would download gigabytes of CUDA.
INSTALLED := .venv/.installed
# Programs of others that read what we publish; tests that need them say so where npm is missing.
ORACLES := tests/node/node_modules/.package-lock.json

# Another Python and another torch, as in: make compat COMPAT_PYTHON=python3.12 COMPAT_TORCH=2.8.0
COMPAT_PYTHON ?= $(PYTHON)
COMPAT_TORCH ?= 2.6.0
COMPAT = .compat/$(notdir $(COMPAT_PYTHON))-torch-$(COMPAT_TORCH)

.PHONY: compat docs oracles demo test lint content install unit mutation benchmark redteam soak translations

demo: $(INSTALLED)
	$(BIN)/python scripts/demo.py

test: lint content oracles
	$(BIN)/pytest -q -n 2 tests

$(INSTALLED): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet -c constraints.txt torch
	$(BIN)/pip install --quiet -c constraints.txt -e '.[dev]'
	touch $@

install: $(INSTALLED)

oracles: $(ORACLES)

$(ORACLES): tests/node/package-lock.json
	if command -v npm >/dev/null; then cd tests/node && npm ci --silent --no-audit --no-fund; \
	else echo 'npm is not here: QTI 3.0 and GIFT are tested by our own readers only'; fi

lint: $(INSTALLED)
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

content: $(INSTALLED)
	$(BIN)/gradlings lint
	$(BIN)/python scripts/readme.py --check
	$(BIN)/python scripts/coverage.py --check

# The site, in build/docs; a warning is an error.
docs: $(INSTALLED)
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs

unit: $(INSTALLED)
	$(BIN)/pytest -x -q tests/unit

benchmark: $(INSTALLED)
	$(BIN)/python benchmarks/latency.py
	$(BIN)/python benchmarks/throughput/run.py --otter-venv .venv-otter

# Every attack at every tier and without its walls, also those that would harm this machine.
redteam: $(INSTALLED)
	$(BIN)/python scripts/redteam_table.py

# Every program of solutions/ against the committed keys; on Linux, PyPI's torch brings gigabytes of
# CUDA: PIP_INDEX_URL=https://download.pytorch.org/whl/cpu PIP_EXTRA_INDEX_URL=https://pypi.org/simple
compat:
	test -x $(COMPAT)/bin/python || $(COMPAT_PYTHON) -m venv $(COMPAT)
	$(COMPAT)/bin/pip install --quiet torch==$(COMPAT_TORCH)
	$(COMPAT)/bin/pip install --quiet .
	$(COMPAT)/bin/python scripts/compat.py

soak: $(INSTALLED)
	$(BIN)/python benchmarks/soak.py

mutation: $(INSTALLED)
	$(BIN)/pip install --quiet -c constraints.txt -e '.[mutation]'
	$(BIN)/mutmut run

# After changing a sentence of the program: collect, translate in the .po, compile.
translations: $(INSTALLED)
	$(BIN)/python scripts/translations.py
