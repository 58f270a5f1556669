#!/bin/sh
# Runs the engine on the stack in PULUMI_STACK, and writes what it would change, or changed, as Markdown for people
# (FILE.md) and as JSON for scripts (FILE.json).
#
#   ops/pipelines/run.sh preview FILE [arguments of pulumi]   what the program would change
#   ops/pipelines/run.sh up FILE [arguments of pulumi]        changes it
#   ops/pipelines/run.sh drift FILE [arguments of pulumi]     fails when anything differs from the program
#
# The exit code is Pulumi's. POLICY_PACK is the folder of the policy pack; set to nothing, there is none.
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

# Runs a command. No line that it prints is a command to the CI system, whoever wrote it.
plainly() {
  {
    ended=0
    "$@" 2>&1 || ended=$?
    echo "$ended" >"$folder/code"
  } | node "$here/plain.ts"
  return "$(cat "$folder/code")"
}

code=0
# The event log tells more than --json: policy violations, what a refresh found. Pulumi hides it behind this variable.
export PULUMI_DEBUG_COMMANDS=true
plainly npm run --silent pulumi -- "$@" --stack "$PULUMI_STACK" --non-interactive --event-log "$log" || code=$?
if [ ! -s "$log" ]; then
  echo '{"sequence":0,"errorEvent":{"error":"Pulumi ended before it began. The log of the job says why."}}' >"$log"
fi
npm run --silent preview:markdown -- "$log" --stack "$PULUMI_STACK" >"$file.md"
npm run --silent preview:markdown -- "$log" --stack "$PULUMI_STACK" --json >"$file.json"
exit "$code"
