#!/bin/sh
# Unpacks the official WebAssembly core test suite, release 2.0, as wast2json writes it, into a folder: Debian ships it
# with the library wazero, whose own tests it serves (suite forky). Usage get-wasm-suite.sh FOLDER.
set -e
. "$(dirname "$0")/forky-apt.sh" "$1"
cd "$out/debs"
apt-get download -qq "golang-github-tetratelabs-wazero-dev/$suite"
dpkg-deb -x ./*.deb ../tree
mv "$out"/tree/usr/share/gocode/src/github.com/tetratelabs/wazero/internal/integration_test/spectest/v2/testdata "$out/v2"
rm -rf "$out/apt" "$out/debs" "$out/tree" "$out/bin"
echo "$(find "$out/v2" -name '*.json' | wc -l) files of the WebAssembly core test suite"
