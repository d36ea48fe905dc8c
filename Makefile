# The same commands here and in CI.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SRC := src tests scripts benchmarks

.PHONY: demo test lint types contracts tests fuzz teach format lock clean

demo: $(VENV)/.demo
	@$(BIN)/tapeline check sample:meta-2023-efficiency.zh
	@$(BIN)/tapeline --quiet check sample:meta-2023-efficiency.zh --format html -o out/report.html
	@echo "The report is in out/report.html"

test: $(VENV)/.dev lint types contracts tests

lint: $(VENV)/.dev
	$(BIN)/ruff check $(SRC)
	$(BIN)/ruff format --check $(SRC)
	$(BIN)/python scripts/house_rules.py

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

tests: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 -q

FUZZ_SECONDS ?= 60
fuzz: $(VENV)/.fuzz
	$(BIN)/python scripts/fuzz_reader.py -max_total_time=$(FUZZ_SECONDS)

teach: $(VENV)/.dev
	$(BIN)/python scripts/train_reader.py

format: $(VENV)/.dev
	$(BIN)/ruff check --fix $(SRC)
	$(BIN)/ruff format $(SRC)

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		(echo "Tapeline needs Python 3.11 or later: make PYTHON=/path/to/python3.11" && false)
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: pyproject.toml requirements/run.txt | $(BIN)/python
	test -e $(VENV)/.dev || $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

$(VENV)/.dev: pyproject.toml requirements/dev.txt | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

$(VENV)/.fuzz: $(VENV)/.dev requirements/fuzz.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	touch $@

lock: $(BIN)/python
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--all-extras --group dev pyproject.toml -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--group pyproject.toml:fuzz -o requirements/fuzz.txt

clean:
	rm -rf $(VENV) out dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
