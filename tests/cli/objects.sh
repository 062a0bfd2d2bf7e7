#!/bin/bash
# skep test and skep verify on objects that clang made, good and bad.
. "$(dirname "$0")/../lib/cli.sh"

compile examples/traffic.bpf.c
compile examples/unchecked.bpf.c
python3 script/make-capture "$tmp/in.pcap"

status "verify accepts" 0 'count_traffic.*accepted' "$skep" verify "$tmp/traffic.bpf.o"
status "verify rejects, with the source line" 1 'ip->ttl' "$skep" verify "$tmp/unchecked.bpf.o"
status "verify names the reason" 1 'PKT_BOUNDS' "$skep" verify "$tmp/unchecked.bpf.o"
same "verify --json" "True False PKT_BOUNDS" "$("$skep" verify --json "$tmp/traffic.bpf.o" "$tmp/unchecked.bpf.o" |
	python3 -c 'import json,sys; o=json.load(sys.stdin)["objects"]; a,b=o[0]["programs"][0],o[1]["programs"][0]
print(a["accepted"], b["accepted"], b["diagnostic"]["reason"])')"
status "verify --log" 0 'processed [0-9]+ insns' "$skep" verify --log 2 "$tmp/traffic.bpf.o"

for engine in interp jit; do
	same "counts by port ($engine)" "200 5353 400; 6 8080 800" "$("$skep" test -e $engine -j -r "$tmp/in.pcap" "$tmp/traffic.bpf.o" |
		python3 -c 'import json,sys
j=json.load(sys.stdin)
m=[m for m in j["maps"] if m["name"]=="traffic"][0]["entries"]
rows={e["key"]["port"]:e["value"]["packets"] for e in m}
print("200 5353 %d; 6 8080 %d" % (rows[5353], rows[8080]))')"
done
status "table" 0 'TCP +8080 +800' "$skep" test -r "$tmp/in.pcap" "$tmp/traffic.bpf.o"
status "verdicts" 0 'XDP_PASS +1,200' "$skep" test -r "$tmp/in.pcap" "$tmp/traffic.bpf.o"
status "bytes" 0 'XDP_PASS +3' "$skep" test -n 3 -b "$(printf '00%.0s' $(seq 60))" "$tmp/traffic.bpf.o"
status "rejected program" 1 'hint' "$skep" test "$tmp/unchecked.bpf.o"
status "no such program" 2 'has no program' "$skep" test -p nothing "$tmp/traffic.bpf.o"
status "bad bytes" 2 'not hexadecimal' "$skep" test -b xyz "$tmp/traffic.bpf.o"
status "too few bytes" 2 'at least 14' "$skep" test -b 0011 "$tmp/traffic.bpf.o"
status "no object" 2 'which object' "$skep" test
status "no such object" 2 'No such file' "$skep" test "$tmp/none.o"
status "not an object" 2 'skep: ' "$skep" verify /bin/sh
head -c 700 "$tmp/traffic.bpf.o" >"$tmp/cut.o"
status "cut object" 2 'skep: ' "$skep" verify "$tmp/cut.o"
status "empty object" 2 'skep: ' "$skep" verify /dev/null

# Mutated objects: an answer, never a crash.
python3 - "$tmp" <<'P'
import random, sys
data = bytearray(open(sys.argv[1] + "/traffic.bpf.o", "rb").read())
random.seed(1)
for i in range(60):
    d = bytearray(data)
    for _ in range(random.choice([1, 3, 10])):
        d[random.randrange(len(d))] = random.randrange(256)
    open(f"{sys.argv[1]}/mutant{i}.o", "wb").write(d)
P
crashed=0
for i in $(seq 0 59); do
	timeout 20 "$skep" verify "$tmp/mutant$i.o" >/dev/null 2>&1
	[ $? -lt 3 ] || crashed=$((crashed + 1))
done
same "mutated objects crash nothing" 0 "$crashed"

status "verify --kernel, old enough" 0 'loads on Linux 5.10' "$skep" verify --kernel 5.10 "$tmp/traffic.bpf.o"
status "verify --kernel, too new" 1 'needs Linux 5.1: 32-bit jumps|needs Linux 4.8' "$skep" verify --kernel 4.7 "$tmp/traffic.bpf.o"
status "verify --kernel, no version" 2 'a version like' "$skep" verify --kernel new "$tmp/traffic.bpf.o"
status "summary table" 1 '^traffic.bpf.o +count_traffic +xdp +accepted' "$skep" verify "$tmp/traffic.bpf.o" "$tmp/unchecked.bpf.o"

status "features" 0 'map_lookup_elem' "$skep" features
ok "features --json" bash -c "$skep features --json | python3 -m json.tool"
status "help" 0 'commands:' "$skep" --help
status "unknown command" 2 "no command" "$skep" frobnicate
finish
