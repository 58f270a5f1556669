#!/bin/sh
# Protects the environments "production" and "checks" of the clone's project, and adds that protection to the subject of the
# jobs' tokens, so that Entra can require it. Merge requests and deployments get separate caches, and merge requests from forks
# do not run in this project. You can run it again at any time.
#
#   ops/pipelines/gitlab/protect.sh
#
# It needs the GitLab CLI (glab), signed in as a maintainer of the project, GitLab 18.7 or newer, and GitLab Premium.
set -eu

request() { # method, path, JSON
  printf '%s' "$3" | glab api --silent --method "$1" --header "Content-Type: application/json" --input - "projects/:id$2"
}

protected=$(glab api "projects/:id/protected_environments?per_page=100" | grep -o '"name":"[^"]*"' || true)
for environment in production checks; do
  case $protected in
    *"\"name\":\"$environment\""*) ;;
    *) request POST /protected_environments "{\"name\": \"$environment\", \"deploy_access_levels\": [{\"access_level\": 40}]}" ;;
  esac
  echo "$environment: only maintainers may deploy to it."
done
request PUT "" '{"ci_id_token_sub_claim_components":
  ["project_path", "ref_type", "ref", "environment_protected", "deployment_tier"],
  "ci_separated_caches": true, "ci_allow_fork_pipelines_to_run_in_parent_project": false}'
echo "The subject of the jobs' tokens says whether their environment is protected."
