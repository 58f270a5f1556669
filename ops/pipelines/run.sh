#!/bin/sh
# Runs Pulumi on the stack in PULUMI_STACK, and writes the planned or completed changes as Markdown (FILE.md) and as JSON for
# scripts (FILE.json).
#
#   ops/pipelines/run.sh preview FILE [arguments of pulumi]   shows what would change
#   ops/pipelines/run.sh up FILE [arguments of pulumi]        deploys the changes
#   ops/pipelines/run.sh drift FILE [arguments of pulumi]     fails when anything differs from the program
#
# The exit code is Pulumi's. POLICY_PACK is the folder of the policy pack; set it to an empty value to use none.
set -eu

usage() {
  echo "Usage: PULUMI_STACK=<stack> ops/pipelines/run.sh preview|up|drift FILE [arguments of pulumi]" >&2
  exit 2
}

if [ $# -lt 2 ] || [ -z "${PULUMI_STACK-}" ]; then usage; fi
operation=$1
file=$2
shift 2
case $operation in
  preview) set -- preview --diff "$@" ;;
  up) set -- up --yes --skip-preview --diff "$@" ;;
  drift) set -- preview --refresh --expect-no-changes --diff "$@" ;;
  *) usage ;;
esac
if [ -n "${POLICY_PACK-ops/policy}" ]; then
  set -- "$@" --policy-pack "${POLICY_PACK-ops/policy}"
fi

here=$(dirname "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
log=$folder/events
: >"$log"

# Runs a command, and keeps the CI system from taking any line of its output as a command.
plainly() {
  {
    ended=0
    "$@" 2>&1 || ended=$?
    echo "$ended" >"$folder/code"
  } | node "$here/plain.ts"
  return "$(cat "$folder/code")"
}

code=0
# Unlike --json, the event log has policy violations and what a refresh found. Pulumi offers it only with this variable.
export PULUMI_DEBUG_COMMANDS=true
plainly npm run --silent pulumi -- "$@" --stack "$PULUMI_STACK" --non-interactive --event-log "$log" || code=$?
if [ ! -s "$log" ]; then
  echo '{"sequence":0,"errorEvent":{"error":"Pulumi failed before it started. See the log of the job."}}' >"$log"
fi
npm run --silent preview-markdown -- "$log" --stack "$PULUMI_STACK" >"$file.md"
npm run --silent preview-markdown -- "$log" --stack "$PULUMI_STACK" --json >"$file.json"
exit "$code"
