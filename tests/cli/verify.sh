#!/bin/bash
# skep verify with files that are none, with several objects, and with another kernel's types.
. "$(dirname "$0")/../lib/cli.sh"

compile tests/cases/diagnostics/lock.bpf.c || { skip "clang has no BPF target"; finish; }
good=$tmp/lock.bpf.o

# --- what is no object
cd "$tmp" || exit
echo hello >text
: >empty
head -c 40 "$good" >stub
head -c 1000 "$good" >cut
mkdir folder
echo 'int x;' >none.c
clang -target bpf -g -c none.c -o none.o
status "missing" 2 '^skep: gone.o: No such file or directory$' "$skep" verify gone.o
status "text" 2 '^skep: text: is not an object file' "$skep" verify text
status "empty" 2 '^skep: empty: is empty$' "$skep" verify empty
status "stub" 2 '^skep: stub: is cut off$' "$skep" verify stub
status "cut" 2 '^skep: cut: is cut off: its table of sections' "$skep" verify cut
status "folder" 2 '^skep: folder: is a directory$' "$skep" verify folder
status "other machine" 2 'is not for BPF' "$skep" verify /bin/true
status "no programs" 2 '^skep: none.o: has no programs$' "$skep" verify none.o
status "no such program" 2 '^skep: no object has a program nosuch$' "$skep" verify -p nosuch "$good"
status "the others are still judged" 2 '^1 accepted, 1 rejected$' "$skep" verify text "$good"
same "an object that could not be read is in the document" "No such file or directory" \
	"$("$skep" verify --json gone.o "$good" 2>/dev/null | python3 -c '
import json, sys
d = json.load(sys.stdin)
assert len(d["objects"][1]["programs"]) == 2
print(d["objects"][0]["error"])')"
status "a bad level" 2 'takes a sum of 1, 2 and 4' "$skep" verify --log 9 "$good"
status "nothing to do" 2 'which object' "$skep" verify

# --- another kernel's types: this "kernel" has a function and a structure
cat >kernel.c <<'C'
struct thing {
	long before[3];
	int member;
};
int member_of(struct thing *thing) { return thing->member; }
void bpf_rcu_read_lock(void) {}
void bpf_rcu_read_unlock(void) {}
C
cat >prog.c <<'C'
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

char _license[] SEC("license") = "GPL";

extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
#ifdef MISSING
extern void bpf_preempt_disable(void) __ksym;
#else
#define bpf_preempt_disable()
#endif

struct thing {
	int member;
} __attribute__((preserve_access_index));

SEC("tc")
int section(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	return 0;
}

SEC("tc")
int missing(struct __sk_buff *skb)
{
	bpf_preempt_disable();
	return 0;
}

SEC("tc")
int relocated(struct __sk_buff *skb)
{
	return bpf_core_field_offset(struct thing, member);
}
C
clang -O2 -g -target bpf -c kernel.c -o kernel.o
clang -O2 -g -target bpf -I"/usr/include/$(uname -m)-linux-gnu" -c prog.c -o prog.o
clang -O2 -g -target bpf -DMISSING -I"/usr/include/$(uname -m)-linux-gnu" -c prog.c -o missing.o
status "a function of the other kernel" 0 'section.*accepted' "$skep" verify --btf kernel.o -p section prog.o
status "one that it does not have" 1 "bpf_preempt_disable.*not found" "$skep" verify --btf kernel.o -p missing missing.o
status "a structure of the other kernel" 0 'r0 = 24' "$skep" verify --btf kernel.o --log 2 -p relocated prog.o
status "types: missing file" 2 'gone: No such file' "$skep" verify --btf gone prog.o
status "types: a folder" 2 'folder: is a directory' "$skep" verify --btf folder prog.o
status "types: text" 2 'text: is neither BTF nor' "$skep" verify --btf text prog.o
echo 'int variable;' >unfinished.c
clang -g -target bpf -c unfinished.c -o unfinished.o # its .bss has no size yet
status "types: not accepted" 2 'unfinished.o: the verifier cannot use its types' "$skep" verify --btf unfinished.o prog.o
status "types: none" 2 'true: ' "$skep" verify --btf /bin/true prog.o
if unshare -rm true 2>/dev/null; then
	status "no types in the host" 0 'section.*accepted' unshare -rm sh -c \
		"mount -t tmpfs none /sys/kernel/btf 2>/dev/null || :; exec $skep verify --btf kernel.o -p section prog.o"
fi
finish
