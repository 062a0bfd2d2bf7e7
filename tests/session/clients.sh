#!/bin/bash
# Programs of others under skep run, unchanged: bpftool, libbpf skeletons, Go (static), bcc's tables, bpftrace; as
# an ordinary user where there is one.  What is not installed is skipped.
. "$(dirname "$0")/../lib/cli.sh"
mkdir -m 755 "$tmp/bin"
cp build/src/cli/skep build/src/libskep-preload.so "$tmp/bin"
chmod -R a+rX "$tmp"
export XDG_RUNTIME_DIR=$tmp/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	chown 65534:65534 "$XDG_RUNTIME_DIR"
	run=(setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set=-all --inh-caps=-all "$tmp/bin/skep" run)
else
	run=("$tmp/bin/skep" run)
fi
has() { command -v "$1" >/dev/null || { skip "$2: not installed"; return 1; }; }
bpf() { "${run[@]}" bpftool "$@"; }

compile examples/traffic.bpf.c
chmod a+r "$tmp"/*.o
head -c 64 /dev/zero >"$tmp/packet"
pin=/sys/fs/bpf/t

if has bpftool bpftool; then
	ok "map create" bpf map create /sys/fs/bpf/m type array key 4 value 8 entries 4 name m
	ok "map update" bpf map update pinned /sys/fs/bpf/m key 1 0 0 0 value 9 0 0 0 0 0 0 0
	status "map lookup" 0 'value: 09 00' bpf map lookup pinned /sys/fs/bpf/m key 1 0 0 0
	status "map dump" 0 'Found 4 elements' bpf map dump pinned /sys/fs/bpf/m
	status "map getnext" 0 '02 00 00 00' bpf map getnext pinned /sys/fs/bpf/m key 1 0 0 0
	status "map show" 0 'array +name m' bpf map show
	ok "map freeze" bpf map freeze pinned /sys/fs/bpf/m
	status "a frozen map" 255 'not permitted' bpf map update pinned /sys/fs/bpf/m key 1 0 0 0 value 9 0 0 0 0 0 0 0
	ok "map in map" bpf map create /sys/fs/bpf/outer type array_of_maps key 4 value 4 entries 2 name outer inner_map name m
	printf 'map update pinned /sys/fs/bpf/outer key 0 0 0 0 value pinned /sys/fs/bpf/m\nmap lookup pinned /sys/fs/bpf/outer key 0 0 0 0\n' >"$tmp/batch"
	chmod a+r "$tmp/batch"
	status "batch file" 0 'value:|inner_map_id' bpf batch file "$tmp/batch"
	ok "prog load" bpf prog load "$tmp/traffic.bpf.o" $pin
	status "prog show" 0 'xdp +name count_traffic' bpf prog show pinned $pin
	status "prog show as JSON" 0 '"type":"xdp"' bpf -j prog show pinned $pin
	status "prog dump xlated" 0 'int count_traffic\(struct xdp_md \* ctx\)' bpf prog dump xlated pinned $pin
	status "prog run" 0 'Return value: 2' bpf prog run pinned $pin data_in "$tmp/packet" repeat 10
	status "map dump, with types" 0 '\[' bpf map dump name traffic
	ok "prog loadall" bpf prog loadall "$tmp/traffic.bpf.o" /sys/fs/bpf/all
	status "btf list" 0 'prog_ids' bpf btf list
	id=$(bpf -j prog show pinned $pin | sed 's/.*"btf_id":\([0-9]*\).*/\1/')
	status "btf dump" 0 "INT 'int' size=4" bpf btf dump id "$id"
	status "btf dump of a file" 0 "INT 'int' size=4" bpf btf dump file "$tmp/traffic.bpf.o"
	ok "link show" bpf link show
	ok "struct_ops list" bpf struct_ops list
	ok "net show" bpf net show
	bpf gen skeleton "$tmp/traffic.bpf.o" name traffic >"$tmp/traffic.skel.h" 2>"$tmp/log"
	ok "gen skeleton" grep -q 'traffic_bpf__load\|traffic__load' "$tmp/traffic.skel.h"
	"${run[@]}" --root bpftool feature probe kernel >"$tmp/features" 2>&1
	ok "feature probe: program types" grep -q 'program_type xdp is available' "$tmp/features"
	ok "feature probe: map types" grep -q 'map_type ringbuf is available' "$tmp/features"
	"${run[@]}" rm -rf /sys/fs/bpf/m /sys/fs/bpf/outer $pin /sys/fs/bpf/all

	cat >"$tmp/skeleton.c" <<'C'
#include "traffic.skel.h"
#include <bpf/bpf.h>
#include <stdio.h>
int main(void)
{
	struct traffic *skel = traffic__open_and_load();
	char packet[64] = {0};
	LIBBPF_OPTS(bpf_test_run_opts, o, .data_in = packet, .data_size_in = sizeof(packet), .repeat = 3);
	if (!skel || bpf_prog_test_run_opts(bpf_program__fd(skel->progs.count_traffic), &o))
		return perror("skeleton"), 1;
	printf("returned %u\n", o.retval);
	traffic__destroy(skel);
	return 0;
}
C
	for kind in '' -static; do
		if cc $kind -O1 -w -I"$tmp" -o "$tmp/bin/skeleton" "$tmp/skeleton.c" -lbpf -lelf -lz 2>"$tmp/log"; then
			status "a skeleton's program ${kind:-, dynamic}" 0 'returned 2' "${run[@]}" "$tmp/bin/skeleton"
		else
			skip "a skeleton's program $kind: does not link here"
		fi
	done
fi

if has go "static Go" && [ -d /usr/share/gocode/src/github.com/cilium/ebpf ]; then
	mkdir "$tmp/go"
	cp tests/session/client.go "$tmp/go/main.go"
	if (cd "$tmp/go" && GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=$tmp/go/cache CGO_ENABLED=0 go build -o "$tmp/bin/goclient" main.go) >"$tmp/log" 2>&1; then
		status "Go: map, program, ring buffer, pin" 0 'pinned 21' "${run[@]}" "$tmp/bin/goclient" /sys/fs/bpf/gomap
		same "Go: its pin" gomap "$("${run[@]}" ls /sys/fs/bpf)"
		"${run[@]}" rm -f /sys/fs/bpf/gomap
	else
		skip "static Go: does not build here"
	fi
fi

cat >"$tmp/table.py" <<'P'
from bcc import lib
from ctypes import byref, c_uint, c_ulong
fd = lib.bcc_create_map(1, b"counts", 4, 8, 64, 0)
key, value = c_uint(5), c_ulong(50)
assert fd >= 0 and lib.bpf_update_elem(fd, byref(key), byref(value), 0) == 0
value.value = 0
assert lib.bpf_lookup_elem(fd, byref(key), byref(value)) == 0
print("counts", value.value)
P
chmod a+r "$tmp/table.py"
if /usr/bin/python3 -c 'import bcc' 2>/dev/null; then
	status "bcc's table" 0 'counts 50' "${run[@]}" /usr/bin/python3 "$tmp/table.py"
else
	skip "bcc: not installed"
fi

if has bpftrace bpftrace; then
	for program in 'BEGIN { printf("sum %d\n", 40 + 2); exit(); }' 'BEGIN { @x[1] = 42; @x[2] = 7; exit(); }' \
		'BEGIN { @n = count(); @h = hist(5); printf("%s 42\n", comm); exit(); } END { clear(@n); clear(@h); }'; do
		status "bpftrace: $program" 0 42 timeout 30 "${run[@]}" --root bpftrace -e "$program"
	done
fi

for _ in $(seq 60); do [ -e "$XDG_RUNTIME_DIR/skep" ] || break; sleep 0.05; done
ok "nothing is left" test ! -e "$XDG_RUNTIME_DIR/skep"
finish
