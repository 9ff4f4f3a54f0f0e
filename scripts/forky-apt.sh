# To be sourced, with a folder: apt with a state of its own in that folder, for Debian's suite forky. Nothing is
# installed, and the machine's own package state is left alone. Sets `out` and `suite`.
mkdir -p "$1/apt/lists/partial" "$1/apt/cache/archives/partial" "$1/debs" "$1/tree" "$1/bin"
out=$(cd "$1" && pwd)
suite=forky
mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep -v security | head -n 1)
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" > "$out/apt/sources.list"
cat > "$out/apt/apt.conf" <<C
Dir::Etc::sourcelist "$out/apt/sources.list";
Dir::Etc::sourceparts "-";
Dir::State::lists "$out/apt/lists";
Dir::Cache "$out/apt/cache";
APT::Sandbox::User "root";
C
export APT_CONFIG="$out/apt/apt.conf"
apt-get update -qq
