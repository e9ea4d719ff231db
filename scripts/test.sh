#!/bin/sh
# `make test`: SQLite, no services, no browser. What could not run here is named at the end, with the reason.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh requirements-dev.lock
sh scripts/pango.sh
unset DATABASE_URL REDIS_URL DATA_DIR DEMO SITE_URL EMAIL_URL
# Where nothing is kept compiled, every worker spends ten seconds on the tests' text, in every run.
unset PYTHONDONTWRITEBYTECODE
exec .venv/bin/python -m pytest -q -rs -n auto --maxprocesses 8 "$@"
