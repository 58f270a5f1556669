#!/bin/sh
# Creates the environment "gitpod-production", and adds the check "Branch control" to it, to the service connection and to the
# variable groups with secrets: only the branch main may use them, and only while it is protected. You can run it again at any
# time.
#
#   ops/pipelines/azure/protect.sh ORGANIZATION PROJECT
#
# It needs the Azure CLI, signed in as an administrator of the project.
set -eu

if [ $# -ne 2 ]; then
  echo "Usage: ops/pipelines/azure/protect.sh ORGANIZATION PROJECT" >&2
  exit 2
fi
base=https://dev.azure.com/$1/$2/_apis
AZURE_DEVOPS=499b84ac-1321-427f-aa17-267ca6975798

call() { # method, path and query, more arguments of az rest
  method=$1
  path=$2
  shift 2
  az rest --resource "$AZURE_DEVOPS" --method "$method" --url "$base/$path" --output tsv "$@"
}

post() { # path and query, JSON, what to print
  call POST "$1" --headers Content-Type=application/json --body "$2" --query "$3"
}

CHECKS=pipelines/checks/configurations
VERSION=api-version=7.1-preview.1

check() { # kind of resource, id, type of check, settings
  post "$CHECKS?$VERSION" \
    "{\"type\": {\"name\": \"$3\"}, \"resource\": {\"type\": \"$1\", \"id\": \"$2\"}, \"timeout\": 43200, \"settings\": $4}" id >/dev/null
}

branch_control() { # kind of resource, id, name
  branches=$(call GET "$CHECKS?resourceType=$1&resourceId=$2&\$expand=settings&$VERSION" \
    --query "value[?settings.displayName=='Branch control'].settings.inputs.allowedBranches | [0]")
  if [ -z "$branches" ]; then
    check "$1" "$2" "Task Check" '{"displayName": "Branch control", "retryInterval": 5,
    "definitionRef": {"id": "86b05a0c-73e6-4f7d-b3cf-e38f3b39a75b", "name": "evaluatebranchProtection", "version": "0.0.1"},
    "inputs": {"allowedBranches": "refs/heads/main", "ensureProtectionOfBranch": "true", "allowUnknownStatusBranch": "false"}}'
  elif [ "$branches" != refs/heads/main ]; then
    echo "error: the $1 $3 lets in $branches: change its check \"Branch control\" to refs/heads/main." >&2
    exit 1
  fi
  echo "The $1 $3: only main may use it."
}

environment=$(call GET "distributedtask/environments?name=gitpod-production&api-version=7.1" --query "value[0].id")
if [ -z "$environment" ]; then
  environment=$(post "distributedtask/environments?api-version=7.1" '{"name": "gitpod-production"}' id)
fi
branch_control environment "$environment" gitpod-production
locks=$(call GET "$CHECKS?resourceType=environment&resourceId=$environment&$VERSION" --query "value[?type.name=='ExclusiveLock'].id")
if [ -z "$locks" ]; then check environment "$environment" ExclusiveLock '{}'; fi

missing=0
protect() { # kind of resource, name, path of the list filtered by name
  id=$(call GET "$3" --query "value[0].id")
  if [ -n "$id" ]; then
    branch_control "$1" "$id" "$2"
  else
    echo "error: there is no $1 $2 yet: create it, then run this again." >&2
    missing=1
  fi
}
protect endpoint gitpod-production "serviceendpoint/endpoints?endpointNames=gitpod-production&api-version=7.1"
for group in gitpod-azure-devops-production gitpod-azure-devops-checks; do
  protect variablegroup "$group" "distributedtask/variablegroups?groupName=$group&api-version=7.1"
done
exit "$missing"
