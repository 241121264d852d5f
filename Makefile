# Needs Python 3.11 or later and make; everything else goes into .venv in this folder.
PYTHON ?= python3
BIN := .venv/bin
PYTEST_OPTIONS ?=
DEMO_OPTIONS ?=
SERVE_OPTIONS ?=
JUDGED ?= .judged

.PHONY: setup demo serve test full lint bench schemas pages renew stale compare calibrate validate clean

setup: .venv/.ready

.venv/.ready: pyproject.toml constraints.txt
	@echo "setup: making .venv"
	$(PYTHON) -m venv .venv
	@echo "setup: installing what pyproject.toml names into .venv, about two minutes"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@echo "setup: done"
	touch $@

demo: setup
	$(BIN)/wearoff demo $(DEMO_OPTIONS)

serve: setup
	$(BIN)/wearoff serve $(SERVE_OPTIONS)

test: setup
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(PYTEST_OPTIONS)

full: setup
	mkdir -p results
	file=results/full-$$(date +%F)-$$(git rev-parse --short HEAD).txt; \
	WEAROFF_TIER=full $(BIN)/python -m pytest -q --no-header --numprocesses 2 --dist loadfile --no-loadscope-reorder $(PYTEST_OPTIONS) | tee $$file; \
	$(BIN)/python -m validation.mutations | tee -a $$file

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

schemas: setup
	$(BIN)/python -m docs.make.schemas

pages: setup
	$(BIN)/python -m docs.make.stale renew targets equations two-voices settling-trial behaviors sensitivity validation

compare: setup
	$(BIN)/python -m docs.make.stale renew comparison rules forecasts
	$(BIN)/python -m pipelines.error_rates $(JUDGED)

renew: setup
	$(BIN)/python -m docs.make.stale renew $(PAGE)

stale: setup
	$(BIN)/python -m docs.make.stale

validate: setup
	$(BIN)/wearoff validate src/wearoff/evidence/data/targets.csv

calibrate: setup
	$(BIN)/python -m pipelines.calibrate

bench: setup
	$(BIN)/python -m benchmarks.peers
	$(BIN)/python -m benchmarks.limit
	$(BIN)/python -m benchmarks.scaling
	$(BIN)/python -m benchmarks.efficiency
	$(BIN)/python -m benchmarks.gpu

clean:
	rm -rf .venv report.html trial.html
