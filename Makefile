# Everything a person types. What each line does is in scripts/.
.DEFAULT_GOAL := help
.PHONY: help run test check test-all bench pictures lock

help: ## this list
	@sed -n 's/^\([a-z-]*\): ## /  make \1 — /p' Makefile

run: ## set up what is missing and run the site with its worker; Ctrl-C ends it
	@sh scripts/run.sh

test: ## the tests on SQLite: no services, no browser
	@sh scripts/test.sh

check: ## lint, format, types, templates, migrations, translations, deployment settings
	@sh scripts/check.sh

test-all: ## every test, on PostgreSQL with Redis, real worker processes and Chromium
	@sh scripts/test_all.sh

bench: ## figures on PostgreSQL, beside a plain Django yardstick (BENCH_PG names the server)
	@sh scripts/setup.sh requirements.lock
	@.venv/bin/python bench/run.py
	@.venv/bin/python bench/pdf.py

pictures: ## take the pictures of the README again, from a demo of their own (needs Chromium and pdftoppm)
	@sh scripts/setup.sh requirements-dev.lock
	@.venv/bin/python scripts/pictures.py

lock: ## write both lock files again from pyproject.toml (needs uv)
	@sh scripts/lock.sh
