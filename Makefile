# make demo    lint the example posts and show what is found
# make test    run the tests
# make test-lowest  run the tests of what is made of dependencies with the lowest versions of these
# make test-newest  run all tests with the newest versions
# make check   everything that CI checks
# make docs    write the generated pages anew
# make spec    fetch CommonMark's examples, on which a test compares the parsers
# make format  put the code in shape
# make lock    pin what developers install, with hashes (requirements/dev.lock)
# make sbom    list what users install, as CycloneDX (build/medlint.cdx.json)
# make benchmark  measure medlint against others (takes long; needs a network)
#
# Everything needed is installed into .venv, from Python 3.11 or later.
# Another interpreter: make PYTHON=/path/to/python3.13 test

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PYTHON ?=

# What depends on other packages more than on medlint itself; for all tests: make test-lowest TESTS=tests
TESTS := $(addprefix tests/test_,dependencies.py domains.py front_matter_docs.py front_matter_json.py \
  front_matter_toml.py front_matter_yaml.py parsers.py schema.py settings_files.py urls.py words.py)

.PHONY: benchmark demo test test-lowest test-newest check lint types generated docs spec format clean \
  lock sbom
.DELETE_ON_ERROR:

demo: $(VENV)/.installed
	@echo "Linting the posts in examples/: one is good, the others each show a few faults."
	@echo
	@$(BIN)/medlint check --exit-zero --color never --output-format text examples
	@echo
	@echo "To learn more of a rule: $(BIN)/medlint rule MED201"

test: $(VENV)/.dev
	$(BIN)/python -m pytest $(PYTEST_FLAGS)

test-lowest: build/lowest/.installed
	build/lowest/bin/python -m pytest $(TESTS)

test-newest: $(BIN)/python
	rm -rf build/newest
	$(BIN)/python -m venv build/newest
	build/newest/bin/python -m pip --disable-pip-version-check install --quiet --editable '.[dev]'
	build/newest/bin/python -m pytest

# The same tests, with the branches counted that they take.
check: PYTEST_FLAGS = --cov --cov-report=term:skip-covered
check: lint types generated test

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

generated: $(VENV)/.dev
	$(BIN)/python -m medlint.docs --check

docs: $(VENV)/.dev
	$(BIN)/python -m medlint.docs

spec: .cache/commonmark-spec.json

.cache/commonmark-spec.json:
	mkdir -p .cache
	curl --fail --silent --show-error --location https://spec.commonmark.org/0.31.2/spec.json --output $@

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

benchmark: $(BIN)/python
	$(BIN)/python benchmarks/run.py

# The names and hashes alone: where the packages come from is each one's own affair.
lock: $(VENV)/.dev
	$(PIP) install --quiet 'pip-tools>=7'
	mkdir -p requirements
	$(BIN)/pip-compile --quiet --extra dev --strip-extras --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --annotation-style line \
	  --output-file requirements/dev.lock pyproject.toml

sbom: $(VENV)/.dev
	$(PIP) install --quiet 'cyclonedx-bom>=4'
	rm -rf build/sbom
	$(BIN)/python -m venv --without-pip build/sbom
	$(PIP) --python build/sbom/bin/python install --quiet '.[fast,watch]'
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
	  --output-file build/medlint.cdx.json build/sbom/bin/python

clean:
	rm -rf $(VENV) build dist .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(BIN)/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making $(VENV) with $$("$$python" --version)"; \
	    "$$python" -m venv --clear $(VENV) && exit 0; \
	    echo "make: $$python cannot make a virtual environment (on Debian and Ubuntu:" \
	      "apt install python3-venv)" >&2; \
	    rm -rf $(VENV); \
	    exit 1; \
	  fi; \
	done; \
	echo "make: medlint needs Python 3.11 or later, and none was found;" \
	  "name one with: make PYTHON=/path/to/python3.13" >&2; \
	exit 1

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "Installing medlint into $(VENV)"
	@$(PIP) install --quiet --editable .
	@touch $@

build/lowest/.installed: pyproject.toml tools/lowest.py | $(BIN)/python
	@echo "Installing medlint with the lowest versions of all that it needs into build/lowest"
	@rm -rf build/lowest
	@$(BIN)/python -m venv build/lowest
	@$(BIN)/python tools/lowest.py > build/lowest/constraints.txt
	@build/lowest/bin/python -m pip --disable-pip-version-check install --quiet \
	  --constraint build/lowest/constraints.txt --editable '.[dev]'
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	@echo "Installing medlint and its developers' tools into $(VENV)"
	@$(PIP) install --quiet --editable '.[dev]'
	@touch $(VENV)/.installed $@
