"""Whether the port is free, asked before anything slow. Runs as a file under any Python 3, before the set-up."""

import os
import socket
import sys


def why_not(port: int) -> str:
    """Why nothing can listen on this port of this machine, in a sentence; empty when something can."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As gunicorn binds: a connection of yesterday's server that still lingers is no hindrance.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            return f"Port {port} may not be opened by this user. Choose another: make run PORT=8000"
        except OSError:
            return f"Port {port} is taken by another program. Stop it, or choose another port: make run PORT={port + 1}"
    return ""


def main() -> int:
    value = os.environ.get("PORT", "").strip() or "8000"
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        sentence = f"PORT must be a number from 1 to 65535, not {value!r}."
    else:
        sentence = why_not(int(value))
    if sentence:
        print(sentence, file=sys.stderr)  # noqa: T201
    return 1 if sentence else 0


if __name__ == "__main__":
    sys.exit(main())
