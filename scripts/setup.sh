#!/usr/bin/env bash
# Installs what the tests need beside Node: Debian's Chromium, in which the report is looked at. Without it, or the
# right to install it, those tests are skipped with a message; with CI=true they fail.
set -euo pipefail
if [ -x /usr/bin/chromium ]; then exit 0; fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo 'setup: no /usr/bin/chromium, and no right to install it' >&2
  exit 0
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
