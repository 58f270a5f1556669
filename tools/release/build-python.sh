#!/usr/bin/env bash
# Builds the Python SDK as a wheel and a source archive.
#
#   tools/release/build-python.sh SDK DESTINATION
set -euo pipefail

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
python3 -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$(dirname "$0")/requirements.txt"
"$tools/bin/python" -m build --no-isolation --outdir "$2" "$1"
