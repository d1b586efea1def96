# Every command of the project. `make` alone lists them. Nothing has to be typed, each may be run
# again at any time, and what is already done is not done twice.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
UV := .tools/bin/uv
SAY := @echo "→"

# uv must take the Python that is here; it would otherwise try to fetch one.
export UV_PYTHON_DOWNLOADS := never
# Trust what the machine trusts: many offices look into TLS with a certificate of their own.
export UV_SYSTEM_CERTS ?= true
export PIP_ROOT_USER_ACTION := ignore
export PYTHONUTF8 := 1
# Where a shell forbids it, each process would compile three thousand modules anew: six seconds.
unexport PYTHONDONTWRITEBYTECODE
# The lists of markers that `make test` leaves to `make test-all` stand in pyproject.toml.
EXTRA := slow or conformance or peers
# One worker for each processor. Each takes a stretch of the tests, so that what a file sets up once
# is set up once, and who is done first takes from the other.
WORKERS ?= $(shell n=$$(nproc); echo $$((n < 2 ? 2 : n > 8 ? 8 : n)))
SPREAD := -n $(WORKERS) --dist worksteal
# Kernel, engines, adapters, house rules and browser walks do not change with the database.
NO_DATABASE := $(addprefix --ignore=tests/,kernel engines adapters house ui journeys)
# What a page says does not either, nor the rule of a route. PostgreSQL answers whoever reaches an
# object in tests/gate/test_reach.py, and every action, query and job; these wait for `make test-all`.
PAGES := $(wildcard tests/apps/*/test_web.py tests/apps/*/test_*pages.py \
	tests/apps/*/*/test_*pages.py tests/apps/*/test_hostile_*.py) \
	$(addprefix tests/,cli/test_start.py cli/test_assets.py cli/test_messages.py config/test_env.py) \
	tests/gate/test_matrix.py

.PHONY: help setup run test test-all check fix bench backup restore messages screenshots pictures
.PHONY: clean docs setup-test test-sqlite test-postgresql test-extra locks assets

help: ## List the commands
	@echo "Sekisho — make <command>"
	awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

# ---- from nothing to a running house ---------------------------------------------------------

setup: $(VENV)/.run.ok assets ## Install what running needs (no question asked, second time at once)
	@$(PY) -m sekisho messages
	$(PY) -m sekisho kernels

run: setup ## Prepare the database, load the demo (DEMO=0: none), start on port 8000 (SEKISHO_PORT=)
	@exec $(PY) -m sekisho run

# pip only has to bring uv, into a folder of ours: this works where python3 has no venv module and
# where the system forbids pip to touch its own packages.
.tools/.ok: requirements-uv.lock setup/check_python.py
	$(SAY) "Installing the installer (uv) into .tools"
	$(PYTHON) setup/check_python.py
	rm -rf .tools
	$(PYTHON) -m pip install -q --no-input --disable-pip-version-check --only-binary :all: \
		--require-hashes --target .tools -r requirements-uv.lock
	touch $@

# Once the test packages are in, a changed lock brings them all up to date together.
$(VENV)/.run.ok: requirements.lock .tools/.ok
	@lock=requirements.lock
	if [ -e $(VENV)/.test.ok ]; then lock=requirements-dev.lock; fi
	echo "→ Installing the packages of $$lock into $(VENV)"
	if [ ! -x $(PY) ]; then $(UV) venv -q --python "$$(command -v $(PYTHON))" $(VENV); fi
	$(UV) pip sync -q --python $(PY) --require-hashes $$lock
	$(PY) setup/link_source.py
	rm -f $(VENV)/.node.ok
	touch $@

assets: $(VENV)/.run.ok
	@if ! { command -v node && command -v npm; } >/dev/null && ! [ -e $(VENV)/.node.ok ]; then
		echo "→ No node on this machine: installing the one from requirements-assets.lock"
		$(UV) pip install -q --python $(PY) --require-hashes -r requirements-assets.lock
		touch $(VENV)/.node.ok
	fi
	$(PY) -m sekisho assets

# ---- proof ------------------------------------------------------------------------------------

$(VENV)/.test.ok: requirements-dev.lock $(VENV)/.run.ok
	$(SAY) "Adding the packages of the tests"
	$(UV) pip sync -q --python $(PY) --require-hashes requirements-dev.lock
	rm -f $(VENV)/.node.ok
	touch $@

setup-test: $(VENV)/.test.ok setup
	@setup/system-packages

test: setup-test check test-sqlite test-postgresql ## Everything a change must not break, both databases, browser

test-all: test test-extra ## The same, and the long runs: conformance, peers, fuzzing, every width

test-sqlite:
	$(SAY) "Tests on SQLite, browser walks included"
	SEKISHO_TEST_DATABASE=sqlite $(PY) -m pytest -q $(SPREAD) --ignore=tests/house

test-postgresql:
	$(SAY) "Tests that use the database, on PostgreSQL"
	SEKISHO_TEST_DATABASE=postgresql $(PY) -m pytest -q $(SPREAD) $(NO_DATABASE) \
		$(addprefix --ignore=,$(PAGES))

test-long: setup-test ## Runs of many minutes: 200 kills in a wave of 10,000, every mutant of the gate
	$(PY) -m pytest -q $(SPREAD) -m long

# pytest answers 5 when no test carries one of the markers: then there is nothing to do.
test-extra:
	$(SAY) "Long runs ($(EXTRA))"
	@setup/system-packages peers
	$(PY) -m pytest -q $(SPREAD) -m "$(EXTRA)" || [ $$? -eq 5 ]
	$(SAY) "Pages, on PostgreSQL too"
	SEKISHO_TEST_DATABASE=postgresql $(PY) -m pytest -q $(SPREAD) $(PAGES)

# All five judges speak before the command ends: one look shows everything there is to mend. mypy
# thinks longest and with one processor only, so that it begins first and is heard last.
check: $(VENV)/.test.ok ## Lint, format, types, import contracts, house rules (no database, no browser)
	@failed=()
	judge() { local name=$$1; shift; echo "→ $$name"; "$$@" || failed+=("$$name"); }
	report=$$(mktemp)
	$(VENV)/bin/mypy >$$report 2>&1 & mypy=$$!
	types() { local code=0; wait $$mypy || code=$$?; cat $$report; rm $$report; return $$code; }
	judge "ruff" $(VENV)/bin/ruff check .
	judge "format" $(VENV)/bin/ruff format --check .
	judge "import contracts" $(VENV)/bin/lint-imports --no-logo
	judge "house rules" $(PY) -m pytest -q $(SPREAD) tests/house
	judge "mypy" types
	if [ $${#failed[@]} -gt 0 ]; then (IFS=,; echo "✗ Not yet: $${failed[*]}"); exit 1; fi
	echo "✓ All five judges agree."

fix: $(VENV)/.test.ok ## Let ruff put right what it can
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: $(VENV)/.test.ok setup ## Measure; only=NAME,... for some figures
	@$(PY) -m bench $(if $(only),--only $(only))

screenshots: setup-test ## Walk the journeys and keep a picture of each screen in var/screenshots
	@rm -rf var/screenshots
	SEKISHO_TEST_SCREENSHOTS=$(CURDIR)/var/screenshots $(PY) -m pytest -q $(SPREAD) -m journey
	echo "→ var/screenshots"

pictures: setup-test ## Load the demo aside and take the pictures of the documents anew
	@$(PY) setup/pictures.py

# ---- keeping ----------------------------------------------------------------------------------

backup: setup ## Write a back-up of database and files (the keys are not in it)
	@$(PY) -m sekisho backup

restore: setup ## Bring a back-up into an empty installation: make restore FILE=...
	@if [ -z "$(FILE)" ]; then echo "Which back-up? make restore FILE=var/backups/..."; exit 2; fi
	$(PY) -m sekisho restore "$(FILE)"

messages: $(VENV)/.run.ok ## Compile the catalogues of both languages
	@$(PY) -m sekisho messages

docs: $(VENV)/.test.ok messages ## Write the pages of settings and error codes from the code
	@$(PY) setup/write_reference.py

# uv.lock carries addresses, so the locks are hash lists (docs/develop/dependencies.md).
COMPILE := uv pip compile -q --universal --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header --no-annotate
locks: .tools/.ok ## Renew the four hash locks after a change of pyproject.toml
	@export PATH="$(CURDIR)/.tools/bin:$$PATH"
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	$(COMPILE) --group pyproject.toml:assets -o requirements-assets.lock
	$(COMPILE) --group pyproject.toml:installer -o requirements-uv.lock

clean: ## Remove what the commands above installed or built; data in var/ stays
	@rm -rf $(VENV) .tools node_modules src/sekisho/ui/static/ui/vendor
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	find src tests bench setup -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	find src -name '*.mo' -delete
	echo "Clean. Your data in var/ is untouched."
