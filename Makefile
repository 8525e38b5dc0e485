# motcua: `make dev` runs the product, `make test` proves it. Both need Python 3.11, python3-venv, make and git.
PORT ?= 8000
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ASSET_SOURCES := $(wildcard config/assets/package-lock.json config/assets/package.json config/assets/table.toml config/assets/build.py)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: dev test check lint types journeys bench messages lock clean

dev: $(VENV)/.run
	@exec $(BIN)/motcua dev --port $(PORT)

test: $(VENV)/.test system-packages test-assets lint
	$(BIN)/python -m pytest tests --ignore=tests/benchmarks --ignore=tests/journeys -n 2 --dist loadfile
	$(BIN)/python -m pytest tests/journeys

check: $(VENV)/.test lint  ## quick: everything but the browser and the real agents
	$(BIN)/python -m pytest tests --ignore=tests/benchmarks --ignore=tests/journeys -m "not slow" -n 2 --dist loadfile

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

journeys: $(VENV)/.test system-packages test-assets
	$(BIN)/python -m pytest tests/journeys

bench: $(VENV)/.test system-packages
	$(BIN)/python -m tests.benchmarks

messages: $(VENV)/.test  ## add new texts to the English catalogues
	$(BIN)/python -m core.text.check_catalogues --write

.PHONY: system-packages test-assets
system-packages:
	@.ci/system-packages

# axe-core and ical.js, for the tests only: never part of the wheel
test-assets: .motcua/test-assets/.ready
.motcua/test-assets/.ready: $(ASSET_SOURCES) | $(VENV)/.test
	@$(BIN)/python config/assets/build.py --test-assets
	@touch $@

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# The lock names every package with its hashes, so nothing is left to resolve: a resolver that looked for newer releases of
# what is locked would refuse its own find for want of a hash. The project itself is installed in place, which builds the assets.
$(VENV)/.run: $(VENV)/bin/python constraints.txt pyproject.toml $(ASSET_SOURCES)
	$(BIN)/pip install -q --no-deps --require-hashes -r constraints.txt
	$(BIN)/pip install -q --no-deps -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run constraints-test.txt
	$(BIN)/pip install -q --no-deps --require-hashes -r constraints-test.txt
	@touch $@

lock:  ## renew both locks (needs uv); no address of a registry is written
	uv pip compile -q pyproject.toml --extra embedded --generate-hashes --no-emit-index-url --no-header --no-annotate --universal --python-version 3.11 -o constraints.txt
	uv pip compile -q pyproject.toml --extra embedded --extra test --extra dev --extra telemetry --generate-hashes --no-emit-index-url --no-header --no-annotate --universal --python-version 3.11 -c constraints.txt -o constraints-test.txt

clean:
	rm -rf $(VENV) .motcua core/static/vendor dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
