#!/bin/sh
# Installs the named Debian packages that are missing. Fails where this is not Debian, or not root, or apt fails.
set -eu
command -v dpkg-query >/dev/null 2>&1 || exit 1
missing=
for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
[ "$(id -u)" = 0 ] || exit 1
echo "Installing from Debian:$missing"
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 $missing >/dev/null
