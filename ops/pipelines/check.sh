#!/bin/sh
# Checks the stack in PULUMI_STACK for drift, and whether somebody has to activate the integration or renew its client secret.
# Writes the result to FILE.md.
#
#   ops/pipelines/check.sh FILE
#
# The exit code is 0 if everything is fine, else that of the failed check; drift comes first.
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
# Keeps the CI system from taking any line as a command.
answer=$(printf '%s\n' "$answer" | node "$here/plain.ts")
printf '%s\n' "$answer"
{
  printf '\n## Status\n\n'
  # Indented, so that Markdown shows it as it is.
  printf '%s\n' "$answer" | sed 's/^/    /'
} >>"$file.md"

if [ "$drift" -ne 0 ]; then exit "$drift"; fi
exit "$status"
