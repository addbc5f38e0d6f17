# make serve   runs the site on http://127.0.0.1:8000 (PORT=… for another port)
# make test    checks everything
# make thorough  checks it at length
# README.md and CONTRIBUTING.md say more.

PYTHON ?= python3
PORT ?= 8000
BUREAUS ?= $(if $(QUICK),2000,20000)
PRIORITIES ?= $(if $(QUICK),30000,300000)
BIN := .venv/bin
COLLECTED ?= var/messages.pot
BABEL := $(BIN)/python -m babel.messages.frontend -q
LAZY := gettext_lazy gettext_noop ngettext_lazy:1,2 pgettext_lazy:1c,2 npgettext_lazy:1c,2,3
# What production needs, with harmless values: for the checks of `make check`.
PRODUCTION := SECRET_KEY=only-for-checks-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ ALLOWED_HOSTS=directory.example DEBUG=0 HTTPS=1 OPERATOR=Nobody CONTACT_EMAIL=nobody@directory.example
# Production's settings on this machine: no HTTPS here, and a key of its own.
LOCAL = SECRET_KEY="$$(cat var/secret_key)" ALLOWED_HOSTS="$${ALLOWED_HOSTS:-127.0.0.1,localhost,[::1]}" HTTPS=0 PORT=$(PORT)

.PHONY: serve dev manage data port-is-free messages collect compile format check test thorough browser bench lock clean

serve: data
	@echo "Preparing the static files …"
	@$(LOCAL) $(BIN)/python manage.py collectstatic --noinput -v 0
	@$(LOCAL) exec $(BIN)/python -m config.server

dev: data
	@DEBUG=1 $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

# For example: make manage DO=createsuperuser
manage: .venv/runtime var/secret_key
	@$(LOCAL) $(BIN)/python manage.py $(DO)

data: port-is-free .venv/runtime var/secret_key compile
	@echo "Updating the database …"
	@$(LOCAL) $(BIN)/python manage.py migrate -v 0
	@echo "Loading the data (the first time takes some seconds) …"
	@$(LOCAL) $(BIN)/python manage.py load_data -v 0

port-is-free:
	@$(PYTHON) config/preflight.py $(PORT)

compile: .venv/runtime
	@$(BIN)/pybabel -q compile -d config/locale -D django

.venv/runtime: requirements.txt
	@$(PYTHON) config/preflight.py
	@echo "Installing what the site needs into .venv (a minute or two) …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt .venv/runtime
	@echo "Installing what the tests need into .venv (a minute or two) …"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

var/secret_key:
	@mkdir -p var
	@umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))' > $@

# Only for those who change texts.
messages: collect
	@$(BABEL) update -i $(COLLECTED) -d config/locale -D django --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

collect: .venv/runtime
	@mkdir -p $(dir $(COLLECTED))
	@$(BABEL) extract -F config/locale/babel.cfg -k "$(LAZY)" --add-location=file --no-wrap -o $(COLLECTED) .

format: .venv/dev
	@$(BIN)/ruff check -q --fix .
	@$(BIN)/ruff format -q .
	@$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/staff/*.html')
	@$(BIN)/djhtml -t 2 templates

check: .venv/dev
	@echo "Checking format, style and types …"
	@$(BIN)/ruff format -q --check .
	@$(BIN)/ruff check -q .
	@found=$$($(BIN)/lint-imports --no-logo) || { echo "$$found"; exit 1; }
	@$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/staff/*.html')
	@$(BIN)/djhtml -t 2 --check templates
	@$(PRODUCTION) $(BIN)/mypy
	@echo "Checking migrations and settings …"
	@$(PRODUCTION) $(BIN)/python manage.py makemigrations --check --dry-run
	@$(PRODUCTION) $(BIN)/python manage.py check --fail-level WARNING
	@$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

test: check compile
	@$(BIN)/python -m tests.side_by_side

# The same with new random cases, thirteen times as many of them, random edits and hostile requests,
# and every page in the browser in each language, theme and width. Takes many times as long; for a
# release, and for a change of what it is about. For one file:
# THOROUGH=13 .venv/bin/pytest tests/test_hostile.py
thorough:
	@THOROUGH=13 $(MAKE) --no-print-directory test

browser: .venv/dev compile
	@echo "Running the browser tests …"
	@$(BIN)/pytest -q -n auto --dist loadfile tests/browser

# Synthetic data in databases of its own; never part of `make test`. QUICK=1 takes fewer rows.
bench: .venv/dev compile
	@$(BIN)/python -m tests.bench --bureaus $(BUREAUS) --priorities $(PRIORITIES)

# Needs uv (pip install uv); only for those who change dependencies.
lock:
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.txt

clean:
	rm -rf .venv var/static
