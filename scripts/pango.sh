#!/bin/sh
# The programme's PDF needs Pango, which pip cannot bring. Everything else runs without it, so this never fails.
set -eu
cd "$(dirname "$0")/.."
has_pango() {
    .venv/bin/python -S -c '
import ctypes, sys
names = ("libpango-1.0", "libpangoft2-1.0", "libharfbuzz-subset")
ending = ".{}.dylib" if sys.platform == "darwin" else ".so.{}"
for name in names:
    ctypes.CDLL(name + ending.format(0))' 2>/dev/null
}
has_pango && exit 0
sh scripts/apt.sh libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 2>/dev/null && has_pango && exit 0
echo "Pango is missing, so the programme cannot be made as a PDF here; everything else runs. For the PDF, as root:"
echo "  apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
