# Two commands for a fresh machine: make demo, make test.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
NEW_ENOUGH = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
	{ echo 'Gradlings needs Python 3.10 or newer; name one, as in: make $(or $(MAKECMDGOALS),demo) PYTHON=python3.11' >&2; exit 1; }
# On Linux the plain index has torch with gigabytes of CUDA; PyTorch's own has a build without, and
# its "+cpu" outranks the plain one. Where it can't be reached, what the other indexes have is taken.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
TORCH = $(BIN)/pip install --quiet --retries 1 --extra-index-url $(TORCH_INDEX) -c constraints.txt
# One lock for all Pythons and systems, as uv writes it; what it says of each is kept until
# `make lock NEWEST=1` asks for the newest.
UV := build/uv/bin/uv
LOCK = $(UV) pip compile --quiet --no-python-downloads --config-file locks/uv.toml --universal \
	--python-version 3.10 --generate-hashes --no-emit-package torch -c constraints.txt \
	--custom-compile-command 'make lock' $(if $(NEWEST),--upgrade)
# Programs of others that read what we publish; tests that need them say so where npm is missing.
ORACLES := tests/node/node_modules/.package-lock.json

# Another Python and another torch, as in: make compat COMPAT_PYTHON=python3.12 COMPAT_TORCH=2.8.0
COMPAT_PYTHON ?= $(PYTHON)
COMPAT_TORCH ?= 2.6.0
COMPAT = .compat/$(notdir $(COMPAT_PYTHON))-torch-$(COMPAT_TORCH)
FLOORS := .compat/floors

# Tests of a file share what they set up, so each file is one worker's; the small ones, of tests/unit,
# come last.
DIST := -n 2 --dist loadfile --no-loadscope-reorder
PYTEST = $(BIN)/pytest -q $(DIST)

# The tests start some hundred processes; each would compile our package anew if nobody kept the result.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: compat coverage dist docs oracles demo test test-all lint lock content install unit mutation
.PHONY: benchmark
.PHONY: floors newest pages proofs redteam soak translations

demo: $(INSTALLED)
	$(BIN)/python scripts/demo.py

test: proofs oracles
	$(PYTEST) -m "not nightly" tests

# What is marked as nightly, too, and ten times as many examples of what hypothesis makes up.
test-all: proofs oracles
	$(PYTEST) --hypothesis-profile night tests

# Side by side, since mypy fills one core only.
proofs: $(INSTALLED)
	$(MAKE) --no-print-directory -j2 lint content

# torch comes after what it needs, and then ourselves with nothing left to fetch.
$(INSTALLED): pyproject.toml constraints.txt locks/dev.txt
	@$(NEW_ENOUGH)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r locks/dev.txt
	$(TORCH) torch
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

install: $(INSTALLED)

# After changing dependencies in pyproject.toml.
lock: $(UV)
	$(LOCK) --extra dev pyproject.toml -o locks/dev.txt >/dev/null
	$(LOCK) --extra notebook --extra pytest -c locks/dev.txt pyproject.toml locks/learner.in -o locks/learner.txt >/dev/null
	$(LOCK) --extra cluster --extra instructor -c locks/dev.txt pyproject.toml -o locks/grader.txt >/dev/null

$(UV):
	$(PYTHON) -m venv build/uv
	build/uv/bin/pip install --quiet uv

# Instead of `make install`: the newest of everything that pyproject.toml allows.
newest:
	@$(NEW_ENOUGH)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade --upgrade-strategy eager --extra-index-url $(TORCH_INDEX) -e '.[dev]'
	touch $(INSTALLED)

# Wheel and sdist, in dist/.
dist: $(INSTALLED)
	rm -rf dist
	$(BIN)/hatchling build

oracles: $(ORACLES)

$(ORACLES): tests/node/package-lock.json scripts/editor/package-lock.json
	if command -v npm >/dev/null; then for folder in tests/node scripts/editor; do \
		(cd $$folder && npm ci --silent --no-audit --no-fund) || exit 1; done; \
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
	$(BIN)/python scripts/notebooks.py --check

.PHONY: pages
# What is made from the content: the run in the READMEs, the course map and tables, the notebooks.
pages: $(INSTALLED)
	$(BIN)/python scripts/readme.py
	$(BIN)/python scripts/coverage.py
	$(BIN)/python scripts/notebooks.py

# The site, in build/docs; a warning is an error.
docs: $(INSTALLED)
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs

unit: $(INSTALLED)
	$(PYTEST) -x -m "not nightly" tests/unit

# Lines and branches of judging, probing, grading and sandbox that the tests of a day reach. Where
# learner code runs, behind walls, nothing can be measured: such a process gets none of our
# environment, may write no file and is ended without a word. So what runs there alone
# (sandbox/server.py, sandbox/child.py, sandbox/walls) is reached by more tests than this tells.
coverage: $(INSTALLED)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q $(DIST) -m "not nightly" tests
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

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
	$(COMPAT)/bin/pip install --quiet --extra-index-url $(TORCH_INDEX) torch==$(COMPAT_TORCH)
	$(COMPAT)/bin/pip install --quiet .
	$(COMPAT)/bin/python scripts/compat.py

# The oldest of everything that pyproject.toml allows: units and all programs.
floors: $(UV)
	$(UV) pip compile --quiet --no-python-downloads --resolution lowest-direct --python-version 3.10 \
		--extra instructor --extra pytest pyproject.toml --no-emit-package torch -o build/floors.txt >/dev/null
	test -x $(FLOORS)/bin/python || $(COMPAT_PYTHON) -m venv $(FLOORS)
	$(FLOORS)/bin/pip install --quiet --extra-index-url $(TORCH_INDEX) -c build/floors.txt \
		torch==$(COMPAT_TORCH) '.[instructor,pytest]' hypothesis packaging pytest-xdist "tomli>=2"
	$(FLOORS)/bin/python -m pytest -q -n 2 tests/unit
	$(FLOORS)/bin/python scripts/compat.py

soak: $(INSTALLED)
	$(BIN)/python benchmarks/soak.py

mutation: $(INSTALLED)
	$(BIN)/pip install --quiet -c constraints.txt -e '.[mutation]'
	$(BIN)/mutmut run

# After changing a sentence of the program: collect, translate in the .po, compile.
translations: $(INSTALLED)
	$(BIN)/python scripts/translations.py
