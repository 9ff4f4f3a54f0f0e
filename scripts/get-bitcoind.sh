#!/bin/sh
# Unpacks bitcoind (Debian's bitcoin-knots, from the suite forky) with its own libc into a folder. Nothing is installed
# and the machine's own package state is left alone: usage get-bitcoind.sh FOLDER.
set -e
. "$(dirname "$0")/forky-apt.sh" "$1"
sodium=$(apt-cache depends libzmq5 | sed -n 's/.*Depends: \(libsodium[0-9]*\).*/\1/p')
packages="bitcoin-knots libc6 libstdc++6 libgcc-s1 libevent-core-2.1-7t64 libevent-extra-2.1-7t64 libevent-pthreads-2.1-7t64
  libzmq5 libsqlite3-0 $sodium libpgm-5.3-0t64 libnorm1t64 libbsd0 libmd0 libgssapi-krb5-2 libkrb5-3 libk5crypto3
  libkrb5support0 libcom-err2 libkeyutils1 libssl3t64"
cd "$out/debs"
apt-get download -qq $(for package in $packages; do echo "$package/$suite"; done)
for deb in *.deb; do dpkg-deb -x "$deb" ../tree; done
cat > "$out/bin/bitcoind" <<'B'
#!/bin/sh
root=$(cd "$(dirname "$0")/../tree" && pwd)
libraries=$root/usr/lib/x86_64-linux-gnu
exec "$libraries/ld-linux-x86-64.so.2" --library-path "$libraries" "$root/usr/bin/bitcoind" "$@"
B
chmod +x "$out/bin/bitcoind"
rm -rf "$out/apt/lists" "$out/apt/cache" "$out/debs"
"$out/bin/bitcoind" --version | head -n 1
