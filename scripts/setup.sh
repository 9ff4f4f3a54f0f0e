#!/usr/bin/env bash
# Brings what the tests need beside Node: Debian's Chromium, in which the report is looked at, a Bitcoin node, unpacked
# into .bitcoind, that settlement is checked against, and the WebAssembly core test suite, in .wasm-suite. Without them,
# or the right to have them, those tests are skipped with a message; with CI=true those of the report fail.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  [ -x /usr/bin/chromium ] || echo 'setup: no /usr/bin/chromium, and no right to install it' >&2
  exit 0
fi
if [ ! -x .bitcoind/bin/bitcoind ]; then
  scripts/get-bitcoind.sh .bitcoind || { rm -rf .bitcoind; echo 'setup: no bitcoind: tests on regtest are skipped' >&2; }
fi
if [ ! -d .wasm-suite/v2 ]; then
  scripts/get-wasm-suite.sh .wasm-suite || { rm -rf .wasm-suite; echo 'setup: no WebAssembly test suite: its tests are skipped' >&2; }
fi
if [ -x /usr/bin/chromium ]; then exit 0; fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
