#!/usr/bin/env bash
# Fails if a file of a release is missing, and writes SHA256SUMS over all of them.
#
#   tools/release/checksums.sh FOLDER v1.2.3
set -euo pipefail

cd "$1"
plugin=pulumi-resource-gitpod-$2
expected=("gitpod-azure-devops-${2#v}.tgz" "pulumi-provider-kit-${2#v}.tgz" "portable-$plugin-node.tar.gz" "$plugin.cdx.json")
for platform in {linux,darwin,windows}-{amd64,arm64}; do expected+=("$plugin-$platform.tar.gz"); done

# Also fails where a file is missing.
sha256sum -- "${expected[@]}" >SHA256SUMS
sha256sum --check --strict SHA256SUMS
