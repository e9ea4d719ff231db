#!/bin/sh
# `make run`: the demo, unless DEMO says otherwise, on whatever DATABASE_URL, REDIS_URL, DATA_DIR and PORT name.
set -eu
cd "$(dirname "$0")/.."
export DEMO="${DEMO-1}" PYTHONUTF8=1
for python in .venv/bin/python python3; do
    if "$python" -c '' 2>/dev/null; then
        "$python" conference/port.py
        break
    fi
done
sh scripts/setup.sh requirements.lock
sh scripts/pango.sh
exec .venv/bin/python -m conference.serve --stop-with-parent
