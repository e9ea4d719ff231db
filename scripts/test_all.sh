#!/bin/sh
# `make test-all`: every test, on PostgreSQL with Redis, real worker processes and Debian's Chromium. Nothing may be
# skipped. DATABASE_URL and REDIS_URL are used where they are given; otherwise servers are started for the run.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh requirements-dev.lock
sh scripts/pango.sh
exec .venv/bin/python scripts/test_all.py "$@"
