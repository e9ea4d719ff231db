#!/bin/sh
# Both locks hold for Python 3.11 to 3.13; what the tests add never changes a version that production runs.
set -eu
cd "$(dirname "$0")/.."
uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
    pyproject.toml -o requirements.lock "$@"
uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
    -c requirements.lock --group dev pyproject.toml -o requirements-dev.lock "$@"
