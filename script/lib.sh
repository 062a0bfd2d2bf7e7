# lib.sh - what the scripts share.  Sourced, not run.
set -eu
cd "$(dirname "$0")/.."

say() { printf '== %s\n' "$*" >&2; }
die() {
	printf '%s: %s\n' "$(basename "$0")" "$*" >&2
	exit 1
}

# Packages by what they are for; docs/dependencies.md says why each.
build_packages="gcc meson ninja-build pkg-config libbpf-dev libelf-dev libdw-dev zlib1g-dev libpcap-dev libcmocka-dev libcapstone-dev libzydis-dev"
demo_packages="bpftool clang libc6-dev iproute2 python3 curl tcpdump"
test_packages="bpftool clang llvm tcpdump tshark iproute2 python3 curl strace binutils util-linux procps"
lint_packages="clang-format clang-tidy"

# need PACKAGE...: installs what is missing as root, else says the one command to run.
need() {
	missing=
	for p in "$@"; do
		dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $p"
	done
	[ -n "$missing" ] || return 0
	if [ "$(id -u)" != 0 ]; then
		echo "These Debian packages are missing. Please run this, then start again:" >&2
		echo "    sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing" >&2
		exit 1
	fi
	say "installing$missing"
	log=$(mktemp)
	if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
		tail -20 "$log" >&2
		die "apt-get failed"
	fi
	rm -f "$log"
}

# build_in DIRECTORY [MESON OPTION...]: configure once, compile.
build_in() {
	dir=$1
	shift
	if [ ! -f "$dir/build.ninja" ]; then
		say "configuring $dir"
		meson setup "$dir" "$@" >"$dir.log" 2>&1 || {
			cat "$dir.log" >&2
			die "meson failed"
		}
		mv "$dir.log" "$dir/setup.log"
	fi
	say "compiling $dir"
	ninja -C "$dir" >"$dir/ninja.log" 2>&1 || {
		grep -E 'error|FAILED|undefined' "$dir/ninja.log" >&2 || tail -30 "$dir/ninja.log" >&2
		die "the compiler failed, see $dir/ninja.log"
	}
}
