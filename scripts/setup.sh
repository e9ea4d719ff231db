#!/bin/sh
# Makes .venv and installs one lock file into it: `scripts/setup.sh requirements.lock`. A copy of the lock is kept
# inside .venv, so that a start with the same lock needs neither network nor time.
set -eu
cd "$(dirname "$0")/.."
lock=$1

fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

if .venv/bin/python -c "$fits" 2>/dev/null; then
    cmp -s "$lock" ".venv/installed-$lock" && exit 0
else
    python=
    for name in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11; do
        if "$name" -c "$fits" 2>/dev/null; then
            python=$("$name" -c 'import sys; print(sys.executable)')
            break
        fi
    done
    rm -rf .venv
    if uv --version >/dev/null 2>&1; then
        uv venv -q --python "${python:->=3.11,<3.14}" .venv
    elif [ -z "$python" ]; then
        echo "Python 3.11, 3.12 or 3.13 is needed, and none was found. Install one (or uv) and try again." >&2
        exit 1
    elif "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -m venv .venv
    elif "$python" -m pip --version >/dev/null 2>&1; then
        # Debian without python3-venv; the pip beside that Python installs into .venv.
        "$python" -m venv --without-pip .venv
    else
        echo "Python has neither venv nor pip here: install python3-venv (or python3-pip, or uv) and try again." >&2
        exit 1
    fi
fi

echo "Installing from $lock …"
if uv --version >/dev/null 2>&1; then
    uv pip install -q --python .venv/bin/python --require-hashes -r "$lock"
else
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then
        python=.venv/bin/python
    else
        python=$(.venv/bin/python -c 'import sys; print(sys._base_executable)')
    fi
    "$python" -m pip --python .venv/bin/python install -q --no-input --disable-pip-version-check \
        --no-warn-script-location --require-hashes -r "$lock"
fi
# The dev lock holds all of the other, at the same versions.
[ "$lock" = requirements.lock ] || cp requirements.lock .venv/installed-requirements.lock
cp "$lock" ".venv/installed-$lock"
