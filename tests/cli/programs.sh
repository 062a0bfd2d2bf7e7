#!/bin/bash
# skep verify on tests/cases/objects/*.bpf.c: "= PROGRAM accept" or "= PROGRAM reject TEXT" in a comment says what
# the verifier must say.
. "$(dirname "$0")/../lib/cli.sh"

for source in tests/cases/objects/*.bpf.c; do
	name=$(basename "$source" .bpf.c)
	compile "$source" || { same "$name compiles" yes no; continue; }
	if grep -q __ksym "$source" && ! [ -r /sys/kernel/btf/vmlinux ]; then
		skipped=$((skipped + 1))
		continue
	fi
	"$skep" verify --json "$tmp/$name.bpf.o" >"$tmp/verdicts"
	python3 - "$source" "$tmp/verdicts" >"$tmp/rows" <<'P'
import json, re, sys
said = {p["program"]: p for p in json.load(open(sys.argv[2]))["objects"][0]["programs"]}
for program, verdict, text in re.findall(r"/\*= (\w+) (accept|reject) ?(.*?) ?\*/", open(sys.argv[1]).read()):
    p = said.pop(program, None)
    found = "missing" if not p else "" if p["accepted"] else p["diagnostic"]["found"] if "diagnostic" in p else p["error"]
    ok = found == "" if verdict == "accept" else found != "" and text in found
    print(program, "ok" if ok else found or "accepted", sep="\t")
for program in said:
    print(program, "nothing is expected of it", sep="\t")
P
	while IFS=$'\t' read -r program found; do
		same "$name: $program" ok "$found"
	done <"$tmp/rows"
done
finish
