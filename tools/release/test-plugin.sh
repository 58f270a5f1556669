#!/usr/bin/env bash
# Runs the plugin's tests with the executable in the archive that `npm run package` has made.
#
#   tools/release/test-plugin.sh FOLDER
set -euo pipefail

# In the folder, because tar takes the colon of a Windows path for a host.
plugin=$(
  cd "$1"
  mkdir tested
  tar -xzf pulumi-resource-gitpod-v*.tar.gz -C tested
  echo "$PWD"/tested/pulumi-resource-gitpod*
)
PLUGIN=$plugin npm run test:plugin
