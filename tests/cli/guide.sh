#!/bin/bash
# Runs every command of docs/guide.md, as a reader would.
. "$(dirname "$0")/../lib/cli.sh"

top=$PWD
mkdir "$tmp/guide" && cd "$tmp/guide"
ln -s "$top/examples" examples
export PATH=$top/build:$top/script:$PATH
while IFS= read -r line; do
	ok "$line" bash -c "${line#    }"
done < <(grep '^    ' "$top/docs/guide.md")
ok "there were commands" test "$passed" -gt 10
finish
