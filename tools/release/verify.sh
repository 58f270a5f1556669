#!/usr/bin/env bash
# Fails unless this commit can be released under a tag.
#
#   tools/release/verify.sh v1.2.3
set -euo pipefail

tag=$1
version=$(node -p 'require("./package.json").version')

fail() {
  echo "error: $1" >&2
  exit 1
}

[[ $tag =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "the tag $tag is not v<major>.<minor>.<patch>"
[ "$tag" = "v$version" ] || fail "the tag is $tag, but package.json has the version $version"
git merge-base --is-ancestor HEAD origin/main || fail "the tagged commit is not on main"
"$(dirname "$0")/notes.sh" "$tag" >/dev/null
echo "$tag can be released."
