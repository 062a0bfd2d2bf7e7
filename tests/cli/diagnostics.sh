#!/bin/bash
# tests/cases/diagnostics/REASON.bpf.c: the program "wrong" is rejected for that reason, with the hint that the file names, and "repaired" is
# accepted.  Every reason has an example, and docs/diagnostics.md is what is written from them.
. "$(dirname "$0")/../lib/cli.sh"

cat >"$tmp/said.py" <<'P'
import json, re, sys
hint = re.search(r"/\*= hint: (.*) \*/", open(sys.argv[1]).read())
said = []
for p in json.load(open(sys.argv[2]))["objects"][0]["programs"]:
    d = p.get("diagnostic")
    word = "accepted" if p["accepted"] else d["reason"] if d else p["error"]
    if d and hint and hint[1] not in d["hint"]:
        word += " with the hint: " + d["hint"]
    said.append(p["program"] + " " + word)
print(", ".join(sorted(said, reverse=True)))
P
for source in tests/cases/diagnostics/*.bpf.c; do
	name=$(basename "$source" .bpf.c)
	compile "$source" || { same "$name compiles" yes no; continue; }
	"$skep" verify --json "$tmp/$name.bpf.o" >"$tmp/verdicts"
	same "$name" "wrong ${name^^}, repaired accepted" "$(python3 "$tmp/said.py" "$source" "$tmp/verdicts")"
done
if grep -q HAVE_LIBDW build/build.ninja; then
	"$skep" verify --json -p wrong "$tmp/map_bounds.bpf.o" >"$tmp/verdicts"
	same "C variables" "index value value index" "$(python3 -c '
import json, sys
d = json.load(sys.stdin)["objects"][0]["programs"][0]["diagnostic"]
print(*(e["variable"] for e in d["history"] if "variable" in e))' <"$tmp/verdicts")"
	"$skep" verify --json -p wrong "$tmp/not_pointer.bpf.o" >"$tmp/verdicts"
	same "variables of the rejected instruction" "{'R0': 'count'}" "$(python3 -c '
import json, sys
print(json.load(sys.stdin)["objects"][0]["programs"][0]["diagnostic"]["variables"])' <"$tmp/verdicts")"
else
	skip "C variables: built without libdw"
fi
ok "every reason has an example, and docs/diagnostics.md is up to date" script/gen-diagnostics --check
finish
