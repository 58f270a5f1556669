#!/bin/sh
# Creates the workflows' environments in the clone's repository. Only one branch may use "production" and "checks", because jobs
# there have the token of Gitpod or Ona, and Entra trusts them. Run it before you add reviewers, because it replaces an
# environment's rules.
#
#   ops/pipelines/github/protect.sh [BRANCH]
#
# It needs the GitHub CLI, signed in as an administrator of the repository. BRANCH defaults to "main".
set -eu

branch=${1:-main}

if [ "$(gh api "repos/{owner}/{repo}/branches/$branch" --jq .protected)" != true ]; then
  echo "error: the branch $branch is not protected, so everyone with push access could deploy. Protect it, then run this again." >&2
  exit 1
fi

for environment in production checks; do
  url="repos/{owner}/{repo}/environments/$environment"
  gh api --silent --method PUT "$url" --input - <<'EOF'
{"deployment_branch_policy": {"protected_branches": false, "custom_branch_policies": true}}
EOF
  allowed=$(gh api "$url/deployment-branch-policies" --jq '.branch_policies[].name')
  if [ -z "$allowed" ]; then
    gh api --silent --method POST "$url/deployment-branch-policies" -f "name=$branch" -f type=branch
  elif [ "$allowed" != "$branch" ]; then
    echo "error: these may also use the environment $environment; remove them in Settings > Environments:" >&2
    echo "$allowed" | grep -Fvx "$branch" >&2
    exit 1
  fi
  echo "$environment: only $branch may use it."
done
gh api --silent --method PUT "repos/{owner}/{repo}/environments/preview"
echo "preview: every branch may use it. Add reviewers unless everyone with push access may read the state."
