# Two commands do everything: `make run` and `make test`. The others are steps of these two.

PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
CSS := src/schakel/web/shell/static/shell/schakel.css
CATALOGUES := $(wildcard locale/*/LC_MESSAGES/django.po)
INSTALL := $(BIN)/python -m pip install -q --disable-pip-version-check

.PHONY: run test install lint bench messages reference lock clean

install: .venv/.installed $(CSS) $(CATALOGUES:.po=.mo)

run: install
	@$(BIN)/schakel serve --examples --port $(PORT)

# On every core; pytest's closing line of the whole stays the last.
test: install .venv/.test-installed
	@$(BIN)/python tools/chromium.py
	@$(MAKE) -s lint
	$(BIN)/python -m tests.postgresql $(BIN)/python -m pytest -q -n auto tests/domain tests/transfer tests/web tests/cli
	$(BIN)/python -m pytest -q -n auto

lint: .venv/.test-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: install .venv/.test-installed
	$(BIN)/python -m benchmarks

messages: .venv/.test-installed
	$(BIN)/python tools/messages.py extract

reference: .venv/.test-installed
	$(BIN)/python -m tools.reference

# The locks hold versions and hashes, no addresses.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --extra install pyproject.toml
lock: .venv/.test-installed
	$(LOCK) --upgrade -o requirements.lock
	$(LOCK) --upgrade --extra test --constraint requirements.lock -o requirements-test.lock

clean:
	rm -rf .venv node_modules $(dir $(CSS)) $(CATALOGUES:.po=.mo)

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Schakel needs Python 3.11 or newer: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv .venv || \
		{ echo "Python cannot make a virtual environment; on Debian: apt install python3-venv"; exit 1; }

.venv/.installed: .venv/bin/python requirements.lock pyproject.toml
	@echo "Installing the locked Python packages ..."
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-build-isolation --no-deps -e .
	@touch $@

.venv/.test-installed: .venv/.installed requirements-test.lock
	@echo "Installing the locked packages for the tests ..."
	@$(INSTALL) --require-hashes -r requirements-test.lock
	@touch $@

node_modules/.installed: package.json package-lock.json
	@echo "Installing the locked npm packages ..."
	@npm ci --silent --no-fund --no-audit
	@touch $@

$(CSS): node_modules/.installed $(wildcard frontend/* frontend/css/*)
	@echo "Building the front end ..."
	@npm run --silent build
	@touch $@

%.mo: %.po .venv/.installed
	@$(BIN)/python -c "import polib; polib.pofile('$<').save_as_mofile('$@')"
