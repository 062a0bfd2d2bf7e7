#!/bin/bash
# skep run and skep session: commands that share a session, as this user and as an ordinary one.
. "$(dirname "$0")/../lib/cli.sh"
export XDG_RUNTIME_DIR=$tmp/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
ok "the client compiles" cc -g -O1 -o "$tmp/client" tests/session/client.c -lbpf -lpthread

gone() { # gone: no session is left, and no server
	for _ in $(seq 100); do
		[ -e "$XDG_RUNTIME_DIR/skep" ] || return 0
		sleep 0.05
	done
	ls -R "$XDG_RUNTIME_DIR"
	return 1
}

clients() { # clients WHO COMMAND...: every task of the client, through skep run
	who=$1
	shift
	for task in maps fork pass self ring perf big bad exec "threads 12" "kills 100"; do
		# shellcheck disable=SC2086
		ok "$task, $who" timeout 60 "$@" "$tmp/client" $task
	done
}

static_clients() { # the same, as a program that nothing can be preloaded into
	if [ ! -x "$tmp/static" ]; then
		skip "static clients: no static libbpf here"
		return
	fi
	who=$1
	shift
	for task in maps fork pass self ring big bad exec "threads 12" "kills 100"; do
		# shellcheck disable=SC2086
		ok "$task, static, $who" timeout 60 "$@" "$tmp/static" $task
	done
}

cc -static -g -O1 -o "$tmp/static" tests/session/client.c -lbpf -lelf -lz -lpthread 2>/dev/null
clients "as $(id -un)" "$skep" run
static_clients "as $(id -un)" "$skep" run
ok "the session ends with its last member" gone

same "the exit status passes through" 7 "$("$skep" run sh -c 'exit 7' >/dev/null 2>&1; echo $?)"
same "a signal, too" 143 "$("$skep" run sh -c 'kill -TERM $$' >/dev/null 2>&1; echo $?)"
same "a command that is not there" 127 "$("$skep" run no-such-command >/dev/null 2>&1; echo $?)"
status "-v says how it came in" 0 'came in through the preload library' "$skep" run -v "$tmp/client" maps
status "-v, a static program" 0 'came in through notification' "$skep" run -v "$tmp/static" maps
status "nested, static" 0 'came in through notification' "$skep" run -v "$skep" run "$tmp/static" maps
# a program in the background is served when skep run has gone
"$skep" run sh -c "(sleep 0.3; $tmp/static maps && touch $tmp/served) >/dev/null 2>&1 &"
for _ in $(seq 60); do [ -e "$tmp/served" ] && break; sleep 0.05; done
ok "what goes on in the background" test -e "$tmp/served"
same "the output is not kept open" x "$("$skep" run sh -c 'echo x; sleep 3 >/dev/null 2>&1 &')"
if command -v bpftool >/dev/null; then
	status "--unprivileged" 255 'not permitted' "$skep" run --unprivileged bpftool map create /sys/fs/bpf/l type lpm_trie key 8 value 8 entries 4 name l flags 1
	status "--unprivileged, programs" 1 'Operation not permitted' "$skep" run --unprivileged "$tmp/client" self
fi
# threads enough to use up all slots that members may have: who gets none asks the server
ok "more writers than slots" timeout 100 "$skep" run "$tmp/client" crowd 8
status "no command" 2 'which command' "$skep" run
status "a bad name" 2 'is no name' "$skep" run -s ../x true

# two members at once, a map found by its id, and one held by its maker alone
"$skep" run "$tmp/client" hold "$tmp/stop" >"$tmp/id" &
holder=$!
for _ in $(seq 100); do [ -s "$tmp/id" ] && break; sleep 0.05; done
same "another command sees the map" 111 "$("$skep" run "$tmp/client" by-id "$(cat "$tmp/id")")"
same "nested runs join" 111 "$("$skep" run "$skep" run "$tmp/client" by-id "$(cat "$tmp/id")")"
status "another session does not have it" 1 'fd >= 0' "$skep" run -s other "$tmp/client" by-id "$(cat "$tmp/id")"
status "list" 0 "default +[0-9]+ +[1-9] +1 +0" "$skep" session list
status "list as JSON" 0 '"name": ?"default"' "$skep" session list --json
status "show" 0 'map [0-9]+ hash held' "$skep" session show
status "show as JSON" 0 '"name": ?"held"' "$skep" session show --json
status "a session that is not there" 1 "no session 'nix'" "$skep" session show nix

# a long verification keeps nobody waiting
cat >"$tmp/slow.c" <<'C'
#include <bpf/bpf.h>
#include <stdio.h>
/* a loop of a million steps */
int main(void)
{
	const struct bpf_insn insns[] = {
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 0},
		{.code = BPF_ALU64 | BPF_ADD | BPF_K, .dst_reg = 0, .imm = 1},
		{.code = BPF_JMP | BPF_JLT | BPF_K, .dst_reg = 0, .off = -2, .imm = 2000000},
		{.code = BPF_JMP | BPF_EXIT},
	};
	for (int i = 0; i < 3; i++)
		bpf_prog_load(BPF_PROG_TYPE_XDP, "slow", "GPL", insns, 4, NULL);
	return 0;
}
C
ok "the slow loader compiles" cc -O1 -o "$tmp/slow" "$tmp/slow.c" -lbpf
"$skep" run "$tmp/slow" &
slow=$!
sleep 0.1
ok "another client is served meanwhile" timeout 20 "$skep" run "$tmp/client" maps
wait $slow

# clients that die in the middle of things
for _ in 1 2 3 4 5; do
	"$skep" run "$tmp/client" "threads" 8 >/dev/null 2>&1 &
	victim=$!
	sleep 0.05
	pkill -KILL -P $victim 2>/dev/null
	wait $victim 2>/dev/null
done
same "the session outlives killed clients" 111 "$("$skep" run "$tmp/client" by-id "$(cat "$tmp/id")")"

touch "$tmp/stop"
wait $holder
ok "it ends when the holder is gone" gone

"$skep" run -s stopped sleep 30 &
sleeper=$!
sleep 0.2
ok "stop" "$skep" session stop stopped
status "a stopped session is gone" 1 'no session' "$skep" session show stopped
kill $sleeper 2>/dev/null
wait $sleeper 2>/dev/null

# a server that was killed leaves nothing in the way
"$skep" run -s killed sleep 30 &
sleeper=$!
sleep 0.2
kill -KILL "$("$skep" session show killed | sed -n 's/^server //p')"
ok "a killed server is replaced" "$skep" run -s killed "$tmp/client" maps
kill $sleeper 2>/dev/null
wait $sleeper 2>/dev/null
ok "nothing is left of it" gone

if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	cp build/src/cli/skep build/src/libskep-preload.so "$tmp"
	chmod -R a+rX "$tmp"
	mkdir -m 700 "$tmp/nobody"
	chown 65534:65534 "$tmp/nobody"
	user=(setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set=-all --inh-caps=-all
		env XDG_RUNTIME_DIR="$tmp/nobody")
	chmod 711 "$tmp"
	clients "as an ordinary user" "${user[@]}" "$tmp/skep" run
	static_clients "as an ordinary user" "${user[@]}" "$tmp/skep" run
	"$skep" run sleep 1 &
	status "nobody else can come in" 1 'no session' "${user[@]}" env XDG_RUNTIME_DIR="$XDG_RUNTIME_DIR" "$tmp/skep" session show
	status "a folder of somebody else's is refused" 125 'somebody else|Permission' "${user[@]}" env \
		XDG_RUNTIME_DIR= SKEP_SESSION="$XDG_RUNTIME_DIR/skep/default" "$tmp/skep" run true
	wait $!
	XDG_RUNTIME_DIR=$tmp/nobody gone || failed=$((failed + 1))
else
	skip "as an ordinary user: this is one already, or there is no setpriv"
fi
finish
