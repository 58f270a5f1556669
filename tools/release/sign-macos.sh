#!/usr/bin/env bash
# Signs an executable with a Developer ID, and has Apple notarize it.
#
#   tools/release/sign-macos.sh EXECUTABLE
#
# It reads APPLE_SIGNING_IDENTITY, APPLE_CERTIFICATE (a .p12 file in base64) and its APPLE_CERTIFICATE_PASSWORD; and of a key for
# App Store Connect APPLE_API_KEY (the text of the .p8 file), APPLE_API_KEY_ID and APPLE_API_ISSUER.
set -euo pipefail
umask 077

executable=$1
folder=$(mktemp -d)
keychain=$folder/release.keychain-db
password=$(openssl rand -hex 20)
trap 'security delete-keychain "$keychain"; rm -rf "$folder"' EXIT

base64 --decode <<<"$APPLE_CERTIFICATE" >"$folder/certificate.p12"
# Every process can read arguments, so the passwords go through standard input.
security -i >/dev/null <<COMMANDS
create-keychain -p "$password" "$keychain"
set-keychain-settings -lut 3600 "$keychain"
unlock-keychain -p "$password" "$keychain"
import "$folder/certificate.p12" -k "$keychain" -f pkcs12 -P "$APPLE_CERTIFICATE_PASSWORD" -T /usr/bin/codesign
set-key-partition-list -S apple-tool:,apple: -s -k "$password" "$keychain"
list-keychains -d user -s "$keychain"
COMMANDS
codesign --force --sign "$APPLE_SIGNING_IDENTITY" --keychain "$keychain" --timestamp --options runtime \
  --entitlements "$(dirname "$0")/entitlements.plist" "$executable"

echo "$APPLE_API_KEY" >"$folder/key.p8"
ditto -c -k "$executable" "$folder/executable.zip"
# It succeeds for a refused executable too.
xcrun notarytool submit "$folder/executable.zip" --wait \
  --key "$folder/key.p8" --key-id "$APPLE_API_KEY_ID" --issuer "$APPLE_API_ISSUER" | tee "$folder/answer"
grep -q "status: Accepted" "$folder/answer"
