# Needs Python 3.11 or later and make; everything else goes into .venv in this folder.
PYTHON ?= python3
BIN := .venv/bin
PYTEST_OPTIONS ?=

.PHONY: setup demo test full lint bench pages compare calibrate validate clean

setup: .venv/.ready

.venv/.ready: pyproject.toml constraints.txt
	@echo "setup: making .venv"
	$(PYTHON) -m venv .venv
	@echo "setup: installing what pyproject.toml names into .venv, about two minutes"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@echo "setup: done"
	touch $@

demo: setup
	$(BIN)/wearoff demo

test: setup
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(PYTEST_OPTIONS)

full: setup
	mkdir -p results
	WEAROFF_TIER=full $(BIN)/python -m pytest -q --no-header --numprocesses 2 --dist loadfile --no-loadscope-reorder $(PYTEST_OPTIONS) | tee results/full-$$(date +%F).txt

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

pages: setup
	$(BIN)/python docs/make/targets.py > docs/targets.md
	$(BIN)/python docs/make/two_voices.py
	$(BIN)/python docs/make/behaviors.py
	$(BIN)/python docs/make/sensitivity.py > docs/sensitivity.md
	$(BIN)/python docs/make/validation_page.py

compare: setup
	$(BIN)/python -m validation.comparison
	$(BIN)/python -m benchmarks.efficiency
	$(BIN)/python -m validation.rules
	$(BIN)/python -m validation.forecasting
	$(BIN)/python -m pipelines.error_rates

validate: setup
	$(BIN)/wearoff validate src/wearoff/evidence/data/targets.csv

calibrate: setup
	$(BIN)/python -m pipelines.calibrate

bench: setup
	$(BIN)/python benchmarks/throughput.py

clean:
	rm -rf .venv report.html trial.html
