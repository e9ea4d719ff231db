#!/bin/sh
# `make check`: everything that reads the code without running the tests. Ends at the first thing that is wrong.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh requirements-dev.lock

step() { echo "— $1"; }
python=.venv/bin/python
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
trap 'exit 1' INT TERM
unset DATABASE_URL REDIS_URL DEMO SITE_URL EMAIL_URL
export DATA_DIR="$data" PYTHONUTF8=1

step "lint"
$python -m ruff check -q .
step "format"
$python -m ruff format -q --check . || { echo "make it so with: .venv/bin/ruff format ."; exit 1; }
step "types"
$python -m mypy programme registration conference scripts
step "templates"
find templates */templates -name '*.html' -print0 2>/dev/null | xargs -0 -r .venv/bin/djade --check --target-version 5.2
step "migrations"
$python manage.py makemigrations --check --dry-run
$python scripts/check_migrations.py
step "translations"
$python scripts/check_translations.py
step "deployment settings"
DEMO=0 SECRET_KEY=$($python -c 'import secrets; print(secrets.token_urlsafe(50))') SITE_URL=https://example.org \
    ALLOWED_HOSTS=example.org DATABASE_URL=postgresql://127.0.0.1/none EMAIL_URL=smtp://127.0.0.1 \
    DEFAULT_FROM_EMAIL=conference@example.com \
    $python manage.py check --deploy --fail-level WARNING
