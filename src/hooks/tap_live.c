/*
 * tap_live.c - packets of an interface, out of a TPACKET_V3 ring.
 *
 * The kernel writes packets into blocks of shared memory and hands over a block at a time; packets are
 * filtered where they lie and the block goes back when its last packet is done.  Source:
 * Documentation/networking/packet_mmap.rst.
 *
 * A VLAN tag that the card took out is put back, as tcpdump's users expect; only those packets are copied.
 */
#include "hooks/tap_impl.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <pcap/dlt.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEFAULT_RING    (16u << 20)
#define DEFAULT_SNAPLEN 262144
#define BLOCK           (1u << 20)
#define FRAME           2048
#define BLOCK_TIMEOUT   100 /* ms until a block that is not full is handed over */

struct live_tap {
	struct tap tap;
	int fd;
	uint8_t *ring;
	size_t ring_size;
	uint32_t nr_blocks, block;  /* block: the one being read, or next to be */
	struct tpacket3_hdr *frame; /* next in the block, NULL: block not open */
	uint32_t left;              /* frames left in it */
	uint64_t seen, dropped;
	uint32_t snaplen;
	bool any; /* all interfaces with an Ethernet header; packets of others are passed over */
	uint8_t *retagged;
};

static struct tpacket_block_desc *block_at(const struct live_tap *t, uint32_t i)
{
	return (struct tpacket_block_desc *)(t->ring + (size_t)i * BLOCK);
}

static void release_block(struct live_tap *t)
{
	struct tpacket_block_desc *b = block_at(t, t->block);

	__atomic_store_n(&b->hdr.bh1.block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
	t->block = (t->block + 1) % t->nr_blocks;
	t->frame = NULL;
}

/* 1 with an open block, 0 after the timeout, or a negative errno. */
static int open_block(struct live_tap *t, int timeout_ms)
{
	struct tpacket_block_desc *b = block_at(t, t->block);

	if (!(__atomic_load_n(&b->hdr.bh1.block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER)) {
		struct pollfd p = {.fd = t->fd, .events = POLLIN | POLLERR};
		int n = poll(&p, 1, timeout_ms);
		if (n < 0)
			return errno == EINTR ? 0 : -errno;
		if (n && p.revents & POLLERR) {
			int error = 0;
			socklen_t size = sizeof(error);
			getsockopt(t->fd, SOL_SOCKET, SO_ERROR, &error, &size);
			if (error)
				return -error;
		}
		if (!(__atomic_load_n(&b->hdr.bh1.block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER))
			return 0;
	}
	t->left = b->hdr.bh1.num_pkts;
	t->frame = (struct tpacket3_hdr *)((uint8_t *)b + b->hdr.bh1.offset_to_first_pkt);
	return 1;
}

/* The packet with the VLAN tag that the card (or the kernel) had taken out. */
static void put_tag_back(struct live_tap *t, struct tap_packet *p, const struct tpacket3_hdr *h)
{
	const uint32_t macs = 2 * ETH_ALEN, tag = 4;
	uint16_t proto = htons(h->tp_status & TP_STATUS_VLAN_TPID_VALID ? h->hv1.tp_vlan_tpid : ETH_P_8021Q);
	uint16_t tci = htons((uint16_t)h->hv1.tp_vlan_tci);

	if (p->caplen < macs + 2 || p->caplen + tag > t->snaplen + tag)
		return;
	memcpy(t->retagged, p->data, macs);
	memcpy(t->retagged + macs, &proto, 2);
	memcpy(t->retagged + macs + 2, &tci, 2);
	memcpy(t->retagged + macs + tag, p->data + macs, p->caplen - macs);
	p->data = t->retagged;
	p->caplen += tag;
	p->len += tag;
	p->vlan_tci = (uint32_t)h->hv1.tp_vlan_tci;
	p->vlan_proto = proto;
	p->protocol = proto;
}

static const struct sockaddr_ll *sender(const struct tpacket3_hdr *h)
{
	return (const struct sockaddr_ll *)((const uint8_t *)h + TPACKET_ALIGN(sizeof(struct tpacket3_hdr)));
}

static bool has_ethernet(const struct tpacket3_hdr *h)
{
	return sender(h)->sll_hatype == ARPHRD_ETHER || sender(h)->sll_hatype == ARPHRD_LOOPBACK;
}

/* Loopback shows each packet twice: on its way out and on its way in. */
static bool is_echo(const struct tpacket3_hdr *h)
{
	return sender(h)->sll_pkttype == PACKET_OUTGOING && sender(h)->sll_hatype == ARPHRD_LOOPBACK;
}

static void describe(struct live_tap *t, struct tpacket3_hdr *h, struct tap_packet *p)
{
	const struct sockaddr_ll *from = sender(h);

	*p = (struct tap_packet){
		.data = (const uint8_t *)h + h->tp_mac,
		.caplen = h->tp_snaplen < t->snaplen ? h->tp_snaplen : t->snaplen,
		.len = h->tp_len,
		.time_ns = (uint64_t)h->tp_sec * 1000000000u + h->tp_nsec,
		.ifindex = (uint32_t)from->sll_ifindex,
		.pkt_type = from->sll_pkttype,
		.protocol = from->sll_protocol,
		.link_type = t->tap.link_type,
	};
	if (h->tp_status & TP_STATUS_VLAN_VALID && t->tap.link_type == DLT_EN10MB)
		put_tag_back(t, p, h);
}

static int live_next(struct tap *tap, struct tap_packet *packet, int timeout_ms)
{
	struct live_tap *t = (struct live_tap *)tap;

	for (;;) {
		/* the block of the packet handed out last goes back only now */
		if (t->frame && !t->left)
			release_block(t);
		if (!t->frame) {
			int got = open_block(t, timeout_ms);
			if (got <= 0)
				return got;
			continue; /* a block that timed out may be empty */
		}
		struct tpacket3_hdr *h = t->frame;
		t->left--;
		if (t->left)
			t->frame = (struct tpacket3_hdr *)((uint8_t *)h + h->tp_next_offset);
		if ((t->any && !has_ethernet(h)) || is_echo(h))
			continue;
		describe(t, h, packet);
		t->seen++;
		return 1;
	}
}

static int live_stats(struct tap *tap, struct tap_stats *stats)
{
	struct live_tap *t = (struct live_tap *)tap;
	struct tpacket_stats_v3 s;
	socklen_t size = sizeof(s);

	/* the kernel starts again from 0 at each reading */
	if (getsockopt(t->fd, SOL_PACKET, PACKET_STATISTICS, &s, &size) < 0)
		return -errno;
	t->dropped += s.tp_drops;
	*stats = (struct tap_stats){.seen = t->seen + t->dropped, .dropped = t->dropped};
	return 0;
}

static void live_close(struct tap *tap)
{
	struct live_tap *t = (struct live_tap *)tap;

	if (t->ring)
		munmap(t->ring, t->ring_size);
	if (t->fd >= 0)
		close(t->fd);
	free(t->retagged);
	free(t);
}

static const struct tap_ops live_ops = {live_next, live_stats, live_close};

/* ------------------------------------------------------------------------------------- opening */

static int fail(char *err, size_t err_size, const char *what, int code)
{
	if (code == -EPERM || code == -EACCES)
		snprintf(err, err_size,
			 "%s: capturing needs CAP_NET_RAW in this network namespace (try as root, or in a "
			 "user namespace: unshare -rn)",
			 what);
	else
		snprintf(err, err_size, "%s: %s", what, strerror(-code));
	return code;
}

/* The link types that the filter language and capture files have names for. */
static int link_type_of(int fd, const char *interface, char *err, size_t err_size)
{
	struct ifreq ifr = {0};

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", interface);
	if (ioctl(fd, SIOCGIFHWADDR, &ifr) < 0)
		return fail(err, err_size, interface, -errno);
	switch (ifr.ifr_hwaddr.sa_family) {
	case ARPHRD_ETHER:
	case ARPHRD_LOOPBACK: return DLT_EN10MB;
	case ARPHRD_NONE:
	case ARPHRD_PPP:
	case ARPHRD_TUNNEL:
	case ARPHRD_TUNNEL6:
	case ARPHRD_SIT:
	case ARPHRD_RAWIP: return DLT_RAW;
	default:
		snprintf(err, err_size, "%s: link layer %d is not supported", interface,
			 ifr.ifr_hwaddr.sa_family);
		return -EPROTONOSUPPORT;
	}
}

static int make_ring(struct live_tap *t, const struct tap_options *o, char *err, size_t err_size)
{
	int version = TPACKET_V3;
	uint32_t bytes = o->ring_bytes ? o->ring_bytes : DEFAULT_RING;
	struct tpacket_req3 req = {
		.tp_block_size = BLOCK,
		.tp_block_nr = bytes / BLOCK ? bytes / BLOCK : 1,
		.tp_frame_size = FRAME,
		.tp_retire_blk_tov = o->immediate ? 1 : BLOCK_TIMEOUT,
	};

	req.tp_frame_nr = req.tp_block_size / req.tp_frame_size * req.tp_block_nr;
	if (setsockopt(t->fd, SOL_PACKET, PACKET_VERSION, &version, sizeof(version)) < 0)
		return fail(err, err_size, "TPACKET_V3", -errno);
	if (setsockopt(t->fd, SOL_PACKET, PACKET_RX_RING, &req, sizeof(req)) < 0)
		return fail(err, err_size, "packet ring", -errno);
	t->ring_size = (size_t)req.tp_block_size * req.tp_block_nr;
	t->nr_blocks = req.tp_block_nr;
	t->ring = mmap(NULL, t->ring_size, PROT_READ | PROT_WRITE, MAP_SHARED, t->fd, 0);
	if (t->ring == MAP_FAILED) {
		t->ring = NULL;
		return fail(err, err_size, "packet ring", -errno);
	}
	return 0;
}

static int bind_tap(struct live_tap *t, const char *interface, const struct tap_options *o, char *err,
		    size_t err_size)
{
	struct sockaddr_ll addr = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};

	if (!t->any) {
		addr.sll_ifindex = (int)if_nametoindex(interface);
		if (!addr.sll_ifindex)
			return fail(err, err_size, interface, -ENODEV);
	}
	if (bind(t->fd, (struct sockaddr *)&addr, sizeof(addr)) < 0)
		return fail(err, err_size, interface, -errno);
	if (o->promiscuous && !t->any) {
		struct packet_mreq m = {.mr_ifindex = addr.sll_ifindex, .mr_type = PACKET_MR_PROMISC};
		if (setsockopt(t->fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &m, sizeof(m)) < 0)
			return fail(err, err_size, "promiscuous mode", -errno);
	}
	return 0;
}

int tap_open_live(const char *interface, const struct tap_options *options, struct tap **tap, char *err,
		  size_t err_size)
{
	static const struct tap_options defaults;
	const struct tap_options *o = options ? options : &defaults;
	struct live_tap *t = calloc(1, sizeof(*t));
	int code = 0;

	if (!t)
		return fail(err, err_size, interface, -ENOMEM);
	t->tap.ops = &live_ops;
	t->any = !strcmp(interface, "any");
	t->snaplen = o->snaplen ? o->snaplen : DEFAULT_SNAPLEN;
	t->retagged = malloc(t->snaplen + 8);
	/* protocol 0: nothing arrives before the ring is there and the socket bound */
	t->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (t->fd < 0)
		code = fail(err, err_size, interface, -errno);
	else if (!t->retagged)
		code = fail(err, err_size, interface, -ENOMEM);
	if (!code) {
		t->tap.link_type = t->any ? DLT_EN10MB : link_type_of(t->fd, interface, err, err_size);
		code = t->tap.link_type < 0 ? t->tap.link_type : 0;
	}
	if (!code)
		code = make_ring(t, o, err, err_size);
	if (!code)
		code = bind_tap(t, interface, o, err, err_size);
	if (code) {
		live_close(&t->tap);
		return code;
	}
	*tap = &t->tap;
	return 0;
}
