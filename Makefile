# What can be done here. `make demo` and `make test` set everything up by themselves.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
INSTALL := $(UV) pip install --quiet --python $(BIN)/python
SOURCES := src tests benchmarks oracle docs

.DEFAULT_GOAL := help
.PHONY: help demo registry test test-deep check fix oracle bench bench-study bench-registry docs pictures german r postgres chromium clean

help:
	@echo "demo       run the demonstration studies and say where the reports lie"
	@echo "registry   a registry with synthetic patients and an account for each role, and its server"
	@echo "test       check, then every test, then the oracle"
	@echo "test-deep  the heavier checks"
	@echo "check      format, lint, types, layers, docstrings; changes nothing"
	@echo "fix        repair what a machine can"
	@echo "oracle     run R again and fail on any difference"
	@echo "bench      measure beside what a user would use instead"
	@echo "bench-study  time whole studies to page, Word document and PDF"
	@echo "bench-registry  fill a registry of 50,000 patients, and use it as twenty people do"
	@echo "docs       write the generated pages of the manual again"
	@echo "pictures   take the manual's pictures of the registry again"
	@echo "german     gather the texts of the pages again, and compile their German"

$(VENV)/uv.stamp: requirements/uv.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(VENV)/demo.stamp: $(VENV)/uv.stamp requirements/demo.txt pyproject.toml
	$(INSTALL) --compile-bytecode --require-hashes -r requirements/demo.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/demo.stamp requirements/dev.txt
	$(INSTALL) --compile-bytecode --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/registry.stamp: $(VENV)/demo.stamp requirements/registry.txt
	$(INSTALL) --compile-bytecode --require-hashes -r requirements/registry.txt
	@touch $@

demo: $(VENV)/demo.stamp
	$(BIN)/osteon demo demo

registry: $(VENV)/registry.stamp
	$(BIN)/osteon registry demo demo/registry
	$(BIN)/osteon serve demo/registry

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check --no-cache $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --quiet tests/docs/test_docstrings.py tests/unit/test_house_rules.py

fix: $(VENV)/dev.stamp
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

r:
	oracle/install

postgres:
	tests/install_postgres

chromium:
	tests/install_chromium

test: check r postgres chromium
	$(BIN)/pytest --numprocesses 2 -m "not deep" --doctest-modules src tests
	OSTEON_TESTS_ON=postgresql $(BIN)/pytest --numprocesses 2 -m "not deep" tests/registry
	$(MAKE) --no-print-directory oracle

test-deep: $(VENV)/dev.stamp r postgres chromium
	$(BIN)/pytest --numprocesses 2 -m deep tests

oracle: r
	oracle/run
	git diff --exit-code --stat -- oracle

bench: $(VENV)/dev.stamp r
	benchmarks/install
	$(BIN)/python -m benchmarks

bench-study: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.study

bench-registry: postgres $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.registry
	$(BIN)/python -m benchmarks.registry --postgresql

pictures: $(VENV)/dev.stamp chromium
	OSTEON_PICTURES=docs/how-to/pictures $(BIN)/pytest tests/department

docs: $(VENV)/dev.stamp
	$(BIN)/python docs/generate.py

german: $(VENV)/dev.stamp
	$(BIN)/python docs/translations.py

clean:
	rm -rf $(VENV) build dist demo
