#!/usr/bin/env bash
# Prints what CHANGELOG.md says about a version.
#
#   tools/release/notes.sh v1.2.3
set -euo pipefail

notes=$(awk -v heading="## [${1#v}]" '/^## / { found = index($0, heading) == 1; next } found' CHANGELOG.md)
if [ -z "${notes//[[:space:]]/}" ]; then
  echo "error: CHANGELOG.md has no section \"## [${1#v}]\", or it is empty" >&2
  exit 1
fi
echo "$notes"
