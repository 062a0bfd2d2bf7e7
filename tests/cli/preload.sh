#!/bin/bash
# The preload library: bpf() for programs that know nothing of skep.
. "$(dirname "$0")/../lib/cli.sh"

cat >"$tmp/client.c" <<'C'
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
/* a map shared with a forked child, and an object loaded by libbpf */
int main(int argc, char **argv)
{
	int fd = bpf_map_create(BPF_MAP_TYPE_HASH, "shared", 4, 4, 8, NULL), key = 1, value = 42, got = 0;
	if (fd < 0)
		return perror("map"), 1;
	if (!fork())
		_exit(bpf_map_update_elem(fd, &key, &value, 0) ? 1 : 0);
	wait(NULL);
	if (bpf_map_lookup_elem(fd, &key, &got) || got != 42)
		return puts("the child's update is not there"), 1;
	struct bpf_object *obj = bpf_object__open_file(argv[1], NULL);
	if (!obj || bpf_object__load(obj))
		return puts("load"), 1;
	char packet[64] = {0};
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = packet, .data_size_in = sizeof(packet), .repeat = 5);
	struct bpf_program *prog = bpf_object__next_program(obj, NULL);
	if (bpf_prog_test_run_opts(bpf_program__fd(prog), &opts))
		return perror("run"), 1;
	printf("retval %u\n", opts.retval);
	bpf_object__close(obj);
	return 0;
}
C
ok "the client compiles" cc -O1 -o "$tmp/client" "$tmp/client.c" -lbpf
compile examples/traffic.bpf.c
for engine in interp jit; do
	same "libbpf client, $engine" "retval 2" "$(SKEP_ENGINE=$engine LD_PRELOAD=build/libskep-preload.so "$tmp/client" "$tmp/traffic.bpf.o" 2>&1 | tail -1)"
done
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	cp build/src/libskep-preload.so "$tmp/lib.so"
	chmod -R a+rX "$tmp"
	same "as an ordinary user without capabilities" "retval 2" "$(setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set=-all --inh-caps=-all \
		env LD_PRELOAD="$tmp/lib.so" "$tmp/client" "$tmp/traffic.bpf.o" 2>&1 | tail -1)"
else
	skip "as an ordinary user: this is one already, or there is no setpriv"
fi
same "the library needs no libbpf" 0 "$(ldd build/libskep-preload.so | grep -c libbpf)"
finish
