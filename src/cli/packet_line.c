/*
 * packet_line.c - addresses, ports and protocol of a packet.
 *
 * Just enough to recognise a packet; tcpdump and tshark read what `-w` writes.
 */
#include "cli/packet_line.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <netinet/in.h>
#include <pcap/dlt.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* What is left of the packet. */
struct cursor {
	const uint8_t *p;
	size_t left;
};

static bool take(struct cursor *c, void *to, size_t n)
{
	if (c->left < n)
		return false;
	if (to)
		memcpy(to, c->p, n);
	c->p += n;
	c->left -= n;
	return true;
}

static uint16_t be16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static void tcp_flags(uint8_t flags, char *buf)
{
	static const char letters[] = "FSRP.U";

	for (int i = 0; i < 6; i++)
		if (flags & 1 << i)
			*buf++ = letters[i];
	*buf = 0;
}

static void transport(struct cursor c, uint8_t proto, const char *src, const char *dst, char *buf,
		      size_t size)
{
	uint8_t h[14];
	char flags[8];

	if (proto == IPPROTO_TCP && take(&c, h, 14)) {
		tcp_flags(h[13], flags);
		snprintf(buf, size, "%s.%u > %s.%u: tcp %s", src, be16(h), dst, be16(h + 2), flags);
	} else if (proto == IPPROTO_UDP && take(&c, h, 8)) {
		snprintf(buf, size, "%s.%u > %s.%u: udp", src, be16(h), dst, be16(h + 2));
	} else if (proto == IPPROTO_ICMP || proto == IPPROTO_ICMPV6) {
		snprintf(buf, size, "%s > %s: icmp", src, dst);
	} else {
		snprintf(buf, size, "%s > %s: protocol %u", src, dst, proto);
	}
}

static bool ipv4(struct cursor c, char *buf, size_t size)
{
	char src[INET_ADDRSTRLEN], dst[INET_ADDRSTRLEN], rest[160];
	uint8_t h[20];

	if (!take(&c, h, sizeof(h)) || h[0] >> 4 != 4)
		return false;
	inet_ntop(AF_INET, h + 12, src, sizeof(src));
	inet_ntop(AF_INET, h + 16, dst, sizeof(dst));
	size_t options = (h[0] & 15) * 4u;
	if (options > sizeof(h) && !take(&c, NULL, options - sizeof(h)))
		return false;
	if (be16(h + 6) & 0x1fff)
		snprintf(rest, sizeof(rest), "%s > %s: fragment", src, dst);
	else
		transport(c, h[9], src, dst, rest, sizeof(rest));
	snprintf(buf, size, "IP %s", rest);
	return true;
}

static bool ipv6(struct cursor c, char *buf, size_t size)
{
	char src[INET6_ADDRSTRLEN], dst[INET6_ADDRSTRLEN], rest[160];
	uint8_t h[40];

	if (!take(&c, h, sizeof(h)) || h[0] >> 4 != 6)
		return false;
	inet_ntop(AF_INET6, h + 8, src, sizeof(src));
	inet_ntop(AF_INET6, h + 24, dst, sizeof(dst));
	transport(c, h[6], src, dst, rest, sizeof(rest));
	snprintf(buf, size, "IP6 %s", rest);
	return true;
}

static void content(const struct tap_packet *packet, char *buf, size_t size)
{
	struct cursor c = {packet->data, packet->caplen};
	uint8_t mac[12], type[2];
	char vlan[32] = "", rest[200];

	if (packet->link_type == DLT_RAW) {
		if (!ipv4(c, buf, size) && !ipv6(c, buf, size))
			snprintf(buf, size, "unknown");
		return;
	}
	if (packet->link_type != DLT_EN10MB || !take(&c, mac, 12) || !take(&c, type, 2)) {
		snprintf(buf, size, "link type %d", packet->link_type);
		return;
	}
	if (be16(type) == ETH_P_8021Q || be16(type) == ETH_P_8021AD) {
		uint8_t tci[2];
		if (take(&c, tci, 2) && take(&c, type, 2))
			snprintf(vlan, sizeof(vlan), "vlan %u ", be16(tci) & 0xfff);
	}
	if ((be16(type) == ETH_P_IP && ipv4(c, rest, sizeof(rest))) ||
	    (be16(type) == ETH_P_IPV6 && ipv6(c, rest, sizeof(rest))))
		snprintf(buf, size, "%s%s", vlan, rest);
	else if (be16(type) == ETH_P_ARP)
		snprintf(buf, size, "%sARP", vlan);
	else
		snprintf(buf, size, "%sethertype 0x%04x", vlan, be16(type));
}

void packet_line(const struct tap_packet *packet, char *buf, size_t size)
{
	time_t seconds = (time_t)(packet->time_ns / 1000000000u);
	struct tm tm;
	char when[16], what[240];

	localtime_r(&seconds, &tm);
	strftime(when, sizeof(when), "%H:%M:%S", &tm);
	content(packet, what, sizeof(what));
	snprintf(buf, size, "%s.%06u %s, %u bytes", when, (unsigned)(packet->time_ns % 1000000000u / 1000),
		 what, packet->len);
}
