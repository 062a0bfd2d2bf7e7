#!/bin/bash
# skep verify on tests/cases/objects/*.bpf.c: "= PROGRAM accept" or "= PROGRAM reject TEXT" in a comment says what
# the verifier must say; "= PROGRAM result N" also what the program gives for a packet of the 64 bytes 0 ... 63.
. "$(dirname "$0")/../lib/cli.sh"

packet=$(printf '%02x' $(seq 0 63))
for source in tests/cases/objects/*.bpf.c; do
	name=$(basename "$source" .bpf.c)
	compile "$source" || { same "$name compiles" yes no; continue; }
	if grep -q __ksym "$source" && ! [ -r /sys/kernel/btf/vmlinux ]; then
		skipped=$((skipped + 1))
		continue
	fi
	: >"$tmp/results"
	"$skep" verify --json "$tmp/$name.bpf.o" >"$tmp/verdicts"
	python3 - "$source" "$tmp/verdicts" "$tmp/results" >"$tmp/rows" <<'P'
import json, re, sys
said = {p["program"]: p for p in json.load(open(sys.argv[2]))["objects"][0]["programs"]}
for program, verdict, text in re.findall(r"/\*= (\w+) (accept|reject|result) ?(.*?) ?\*/", open(sys.argv[1]).read()):
    p = said.pop(program, None)
    found = "missing" if not p else "" if p["accepted"] else p["diagnostic"]["found"] if "diagnostic" in p else p["error"]
    ok = found != "" and text in found if verdict == "reject" else found == ""
    if verdict == "result":
        print(program, text, sep="\t", file=open(sys.argv[3], "a"))
    print(program, "ok" if ok else found or "accepted", sep="\t")
for program in said:
    print(program, "nothing is expected of it", sep="\t")
P
	while IFS=$'\t' read -r program found; do
		same "$name: $program" ok "$found"
	done <"$tmp/rows"
	while IFS=$'\t' read -r program result; do
		for engine in interp jit; do
			same "$name: $program ($engine)" "{'$result': 1}" "$("$skep" test -e $engine -j -p "$program" -b "$packet" \
				"$tmp/$name.bpf.o" | python3 -c 'import json, sys; print(json.load(sys.stdin)["verdicts"])')"
		done
	done <"$tmp/results"
done
finish
