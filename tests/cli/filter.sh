#!/bin/bash
# skep filter against tcpdump: the same packets, the same code, files that others can read.
. "$(dirname "$0")/../lib/cli.sh"

python3 script/make-capture "$tmp/in.pcap"
for e in '' 'tcp' 'udp' 'port 8080' 'tcp[tcpflags] & tcp-syn != 0' 'portrange 40000-40010' 'greater 100' 'ip6' \
	'host 127.0.0.1 and not port 5353' 'ether proto 0x800 and ip[8] = 64'; do
	want=$(tcpdump -nr "$tmp/in.pcap" "$e" 2>/dev/null | wc -l)
	for engine in interp jit; do
		"$skep" filter -e $engine -r "$tmp/in.pcap" -w "$tmp/out.pcap" "$e" 2>"$tmp/stats"
		same "matches of '$e' ($engine)" "$want" "$(tcpdump -nr "$tmp/out.pcap" 2>/dev/null | wc -l)"
	done
	same "the same packets for '$e'" "$(tcpdump -tnXr "$tmp/in.pcap" "$e" 2>/dev/null | md5sum)" \
		"$(tcpdump -tnXr "$tmp/out.pcap" 2>/dev/null | md5sum)"
	for d in -d -dd -ddd; do
		same "$d '$e'" "$(tcpdump -y EN10MB $d "$e" 2>/dev/null)" "$("$skep" filter $d "$e")"
	done
done
ok "tshark reads what -w wrote" tshark -r "$tmp/out.pcap" -c 1
ok "pcapng" bash -c "tshark -F pcapng -r $tmp/in.pcap -w $tmp/in.pcapng && $skep filter -q -r $tmp/in.pcapng tcp"
same "timestamps survive" "$(tcpdump -ttnr "$tmp/in.pcap" 'udp' 2>/dev/null | head -3 | cut -d' ' -f1)" \
	"$("$skep" filter -q -r "$tmp/in.pcap" -w - udp 2>/dev/null | tcpdump -ttnr - 2>/dev/null | head -3 | cut -d' ' -f1 | cut -c1-17)"

"$skep" filter -q -r "$tmp/in.pcap" -L tcp -s 60 -w "$tmp/tcp.pcap" -L udp -w "$tmp/udp.pcap" 2>"$tmp/stats"
same "two listeners: tcp" 800 "$(tcpdump -nr "$tmp/tcp.pcap" 2>/dev/null | wc -l)"
same "two listeners: udp" 400 "$(tcpdump -nr "$tmp/udp.pcap" 2>/dev/null | wc -l)"
same "snapshot length" 60 "$(tshark -r "$tmp/tcp.pcap" -T fields -e frame.cap_len 2>/dev/null | sort -n | tail -1)"
same "length on the wire is kept" "$(tshark -r "$tmp/in.pcap" -Y tcp -T fields -e frame.len 2>/dev/null | sort -n | tail -1)" \
	"$(tshark -r "$tmp/tcp.pcap" -T fields -e frame.len 2>/dev/null | sort -n | tail -1)"
same "-c stops" 5 "$("$skep" filter -c 5 -r "$tmp/in.pcap" 2>/dev/null | wc -l)"
same "statistics as JSON" "1200 800" "$("$skep" filter -j -r "$tmp/in.pcap" tcp |
	python3 -c 'import json,sys; j=json.load(sys.stdin); print(j["seen"], j["listeners"][0]["matched"])')"
status "--time agrees and measures" 0 'JIT' "$skep" filter -r "$tmp/in.pcap" -t 'tcp port 8080'

status "bad expression" 2 'syntax error' "$skep" filter -r "$tmp/in.pcap" 'tcp port'
status "no such file" 2 'No such file' "$skep" filter -r "$tmp/none.pcap"
status "no such interface" 2 'No such device|CAP_NET_RAW' "$skep" filter -i nosuchif0
status "not a capture" 2 'unknown file format|truncated' "$skep" filter -r /bin/sh
head -c 5000 "$tmp/in.pcap" >"$tmp/cut.pcap"
status "cut file" 2 'broken' "$skep" filter -q -r "$tmp/cut.pcap"
status "a full disk" 2 'cannot be written' "$skep" filter -q -r "$tmp/in.pcap" -w /dev/full
sleep 5 | "$skep" filter -q -r - 2>"$tmp/idle" &
sleep 0.5
kill -INT $! # a script's background jobs ignore SIGINT until they ask for it
ok "Ctrl-C ends the wait for an idle pipe" bash -c "for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 $! 2>/dev/null || exit 0; sleep 0.2; done; exit 1"
python3 -c 'import struct, sys
ip = bytes.fromhex("4500001c00010000401100007f0000017f000001") + struct.pack(">HHHH", 5, 80, 8, 0)
sys.stdout.buffer.write(struct.pack("<IHHiIIIIIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 101, 1, 2, len(ip), len(ip)) + ip)' >"$tmp/raw.pcap"
same "-d for the file's link layer" "$(tcpdump -d -r "$tmp/raw.pcap" 'udp port 80' 2>/dev/null)" \
	"$("$skep" filter -d -r "$tmp/raw.pcap" 'udp port 80')"
status "packets without a link layer" 0 'udp, 28 bytes' "$skep" filter -r "$tmp/raw.pcap" 'udp port 80'
status "bad option" 2 'Try' "$skep" filter --nonsense
status "bad count" 2 'positive' "$skep" filter -c x
status "help" 0 'examples:' "$skep" filter --help

# A live interface of our own: a network namespace's loopback.
if unshare -rn true 2>/dev/null; then ns="unshare -rn"; elif unshare -n true 2>/dev/null; then ns="unshare -n"; else ns=; fi
if [ -n "$ns" ]; then
	cat >"$tmp/live" <<'S'
ip link set lo up
"$1" filter -i lo -q -w "$2/live.pcap" 'udp port 9' 2>"$2/live.stats" &
pid=$!
sleep 0.7
python3 -c '
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for i in range(500): s.sendto(b"x" * 100, ("127.0.0.1", 9 + i % 2))'
sleep 0.5
kill -INT $pid
wait $pid
echo $? >"$2/live.status"
S
	$ns bash "$tmp/live" "$skep" "$tmp"
	same "Ctrl-C ends cleanly" 0 "$(cat "$tmp/live.status")"
	same "live packets" 250 "$(tcpdump -nr "$tmp/live.pcap" 2>/dev/null | wc -l)"
	ok "statistics" grep -q '250 matched, 0 dropped' "$tmp/live.stats"
else
	skip "live interface: no network namespace can be made here"
fi
finish
