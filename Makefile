# Each target makes the virtual environment by itself. Needs: Python 3.11 or newer with venv, and GNU make.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp-dev
DEMO_STAMP := $(VENV)/.stamp-demo
PROCESSORS := $(shell nproc 2>/dev/null || echo 1)
# Most of all tests wait, for servers, disks and processes: more workers than processors. Unit tests only calculate.
WORKERS ?= $(shell expr 2 \* $(PROCESSORS))

TRAINING := .venv-training

.PHONY: help train train-network demo test check unit golden accuracy bench lint types contracts lock packages wheel clean

help:  ## What there is to do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: $(DEMO_STAMP)  ## The main job on embedded sample data, in the terminal
	@PYTHONPATH=src $(BIN)/python -m mailreg demo

test: $(STAMP) packages lint types contracts  ## All tests, on real servers
	$(BIN)/python -m pytest -n $(WORKERS) -q
	@$(MAKE) --no-print-directory accuracy

check: $(STAMP) lint types contracts unit  ## Lint, types, contracts, unit tests: under a minute

unit: $(STAMP)
	$(BIN)/python -m pytest -n $(PROCESSORS) -q -m "not dovecot and not postgres and not e2e and not processes and not thorough"

accuracy: $(STAMP)  ## How well the labelled mails are read
	@$(BIN)/python tests/corpus/accuracy.py

golden: $(STAMP)  ## Write the sample mails that the tests compare with anew; then read the difference
	@PYTHONPATH=src:. $(BIN)/python -m tests.compose.test_golden
	@PYTHONPATH=src:. $(BIN)/python -m tests.compose.test_digest_languages

bench: $(STAMP) packages  ## Speed beside peers and limits, as ratios of one run
	@$(BIN)/python bench/run.py

train: $(TRAINING)/.stamp  ## Train the second opinion anew (scikit-learn, an hour)
	OMP_NUM_THREADS=1 PYTHONPATH=src:. $(TRAINING)/bin/python -m training.train
	OMP_NUM_THREADS=1 PYTHONPATH=src:. $(TRAINING)/bin/python -m training.first_words

train-network: $(TRAINING)/.stamp  ## Train the network that reads a mail whole (PyTorch, an hour and more), and weigh it
	$(TRAINING)/bin/python -m pip install --quiet --disable-pip-version-check -r training/requirements-network.in
	PYTHONPATH=src:. $(TRAINING)/bin/python -m training.network.train
	PYTHONPATH=src:. $(TRAINING)/bin/python -m training.network.agree

$(TRAINING)/.stamp: requirements.txt training/requirements.in
	$(PYTHON) -m venv $(TRAINING)
	$(TRAINING)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(TRAINING)/bin/python -m pip install --quiet --disable-pip-version-check -r training/requirements.in
	@touch $@

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

contracts: $(STAMP)
	$(BIN)/lint-imports

packages:  ## The Debian packages that tests on real servers need
	@sh tests/servers/install-packages.sh

wheel: $(STAMP)  ## Build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation

lock: $(STAMP)  ## Renew the locked requirements (hashes, no addresses)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --universal --python-version 3.11 \
		pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --universal --python-version 3.11 \
		--extra demo pyproject.toml -o requirements-demo.txt
	$(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --universal --python-version 3.11 \
		--all-extras --group dev pyproject.toml -o requirements-dev.txt

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

$(STAMP): requirements-dev.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements-dev.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $(STAMP) $(DEMO_STAMP)

# The demo runs from the source tree: it needs no build.
$(DEMO_STAMP): requirements-demo.txt | $(BIN)/python
	@echo "Richte die Umgebung ein (einmalig, etwa eine Minute) …"
	@$(PIP) --require-hashes -r requirements-demo.txt
	@touch $(DEMO_STAMP)

clean:
	rm -rf $(VENV) $(TRAINING) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
