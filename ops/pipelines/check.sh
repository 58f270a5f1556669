#!/bin/sh
# Checks the stack in PULUMI_STACK: does anything differ from the program, and does the integration need a person, to
# activate it or to renew its client secret? FILE.md has the answer.
#
#   ops/pipelines/check.sh FILE
#
# The exit code is 0 when all is well; otherwise that of the check that failed, drift first.
set -eu

if [ $# -ne 1 ]; then
  echo "Usage: PULUMI_STACK=<stack> ops/pipelines/check.sh FILE" >&2
  exit 2
fi
file=$1
here=$(dirname "$0")

drift=0
"$here/run.sh" drift "$file" || drift=$?

status=0
answer=$(npm run --silent status -- --stack "$PULUMI_STACK" 2>&1) || status=$?
# No line of it is a command to the CI system, whoever wrote it.
answer=$(printf '%s\n' "$answer" | node "$here/plain.ts")
printf '%s\n' "$answer"
{
  printf '\n## Status\n\n'
  # Indented, it is shown as it is, whatever is in it.
  printf '%s\n' "$answer" | sed 's/^/    /'
} >>"$file.md"

if [ "$drift" -ne 0 ]; then exit "$drift"; fi
exit "$status"
