/*
 * client.c - calls over a session's socket.
 */
#include "session/client.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "syscall/attr.h"

/* ------------------------------------------------------------------------- what goes with a call */

#define NONE      0xffff
#define AT(field) (uint16_t) offsetof(union sys_attr, field)

/* Memory that a command will read: `unit` bytes, times a count in the attributes; as much of it as lies in
 * the page, if there is no count. */
static const struct {
	uint16_t cmd, pointer, count, unit;
} memory[] = {
	{BPF_PROG_LOAD, AT(insns), AT(insn_cnt), sizeof(struct bpf_insn)},
	{BPF_PROG_LOAD, AT(license), NONE, 32},
	{BPF_BTF_LOAD, AT(btf), AT(btf_size), 1},
	{BPF_MAP_LOOKUP_ELEM, AT(key), NONE, 64},
	{BPF_MAP_UPDATE_ELEM, AT(key), NONE, 64},
	{BPF_MAP_UPDATE_ELEM, AT(value), NONE, 256},
	{BPF_MAP_DELETE_ELEM, AT(key), NONE, 64},
	{BPF_MAP_GET_NEXT_KEY, AT(key), NONE, 64},
	{BPF_MAP_LOOKUP_AND_DELETE_ELEM, AT(key), NONE, 64},
	{BPF_PROG_TEST_RUN, AT(test.data_in), AT(test.data_size_in), 1},
	{BPF_PROG_TEST_RUN, AT(test.ctx_in), AT(test.ctx_size_in), 1},
	{BPF_OBJ_GET_INFO_BY_FD, AT(info.info), AT(info.info_len), 1},
};

/* Descriptors that a command will look at: those that are not 0. */
static const struct {
	uint16_t cmd, fd;
} descriptors[] = {
	{BPF_MAP_CREATE, AT(btf_fd)},
	{BPF_MAP_LOOKUP_ELEM, AT(map_fd)},
	{BPF_MAP_UPDATE_ELEM, AT(map_fd)},
	{BPF_MAP_DELETE_ELEM, AT(map_fd)},
	{BPF_MAP_GET_NEXT_KEY, AT(map_fd)},
	{BPF_MAP_LOOKUP_AND_DELETE_ELEM, AT(map_fd)},
	{BPF_MAP_FREEZE, AT(map_fd)},
	{BPF_MAP_LOOKUP_BATCH, AT(batch.map_fd)},
	{BPF_MAP_LOOKUP_AND_DELETE_BATCH, AT(batch.map_fd)},
	{BPF_MAP_UPDATE_BATCH, AT(batch.map_fd)},
	{BPF_MAP_DELETE_BATCH, AT(batch.map_fd)},
	{BPF_PROG_LOAD, AT(prog_btf_fd)},
	{BPF_PROG_TEST_RUN, AT(test.prog_fd)},
	{BPF_OBJ_GET_INFO_BY_FD, AT(info.bpf_fd)},
	{BPF_PROG_BIND_MAP, AT(bind.prog_fd)},
	{BPF_PROG_BIND_MAP, AT(bind.map_fd)},
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct request {
	struct target *t;
	struct msg_call *head;
	uint32_t numbers[MSG_FDS];
	int fds[MSG_FDS];
	struct msg_piece pieces[MSG_PIECES];
	uint8_t *bytes; /* room for MSG_PIECE */
	size_t used;
};

static void add_piece(struct request *r, uint64_t addr, uint64_t size)
{
	if (!addr || !size || size > MSG_PIECE - r->used || r->head->nr_pieces == MSG_PIECES ||
	    r->t->read(r->t, r->bytes + r->used, addr, size))
		return;
	r->pieces[r->head->nr_pieces++] = (struct msg_piece){.addr = addr, .size = (uint32_t)size};
	r->used += size;
}

static void add_fd(struct request *r, uint32_t number)
{
	unsigned n = r->head->nr_fds;

	if (!number || n == MSG_FDS)
		return;
	for (unsigned i = 0; i < n; i++)
		if (r->numbers[i] == number)
			return;
	int fd = r->t->fd(r->t, (int)number);
	if (fd < 0)
		return;
	r->numbers[n] = number;
	r->fds[n] = fd;
	r->head->nr_fds++;
}

/* The maps that instructions name. */
static void add_maps(struct request *r, const struct bpf_insn *insns, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++) {
		if (insns[i].code != (BPF_LD | BPF_IMM | BPF_DW))
			continue;
		if (insns[i].src_reg == BPF_PSEUDO_MAP_FD || insns[i].src_reg == BPF_PSEUDO_MAP_VALUE)
			add_fd(r, (uint32_t)insns[i].imm);
		i++;
	}
}

static void gather(struct request *r, unsigned cmd, uint64_t attr, uint32_t size)
{
	union sys_attr a;

	memset(&a, 0, sizeof(a));
	add_piece(r, attr, size);
	if (!r->head->nr_pieces)
		return;
	memcpy(&a, r->bytes, size < sizeof(a) ? size : sizeof(a));
	for (size_t i = 0; i < COUNT(memory); i++) {
		if (memory[i].cmd != cmd)
			continue;
		uint64_t from, bytes = memory[i].unit;
		uint32_t count;
		memcpy(&from, (char *)&a + memory[i].pointer, sizeof(from));
		if (memory[i].count != NONE) {
			memcpy(&count, (char *)&a + memory[i].count, sizeof(count));
			bytes *= count;
		} else if (bytes > 4096 - from % 4096) {
			bytes = 4096 - from % 4096;
		}
		size_t before = r->used;
		add_piece(r, from, bytes);
		if (cmd == BPF_PROG_LOAD && memory[i].pointer == AT(insns))
			add_maps(r, (const struct bpf_insn *)(r->bytes + before),
				 (r->used - before) / sizeof(struct bpf_insn));
	}
	for (size_t i = 0; i < COUNT(descriptors); i++) {
		uint32_t fd;
		memcpy(&fd, (char *)&a + descriptors[i].fd, sizeof(fd));
		if (descriptors[i].cmd == cmd)
			add_fd(r, fd);
	}
}

/* buf: the message is put together there. */
static int send_call(int sock, uint8_t *buf, struct target *t, unsigned cmd, uint64_t attr, uint32_t size)
{
	struct msg_call head = {
		.type = MSG_CALL,
		.cmd = cmd,
		.attr = attr,
		.attr_size = size,
		.flags = t->unprivileged ? CALL_UNPRIVILEGED : 0,
		.cap_effective = t->cap_effective,
		.cap_permitted = t->cap_permitted,
		.tgid = t->tgid,
		.tid = t->tid,
		.uid = t->uid,
		.gid = t->gid,
		.image = t->image,
	};
	const size_t front =
		sizeof(head) + sizeof(uint32_t) * MSG_FDS + sizeof(struct msg_piece) * MSG_PIECES;
	struct request r = {.t = t, .head = &head, .bytes = buf + front};

	memcpy(head.comm, t->comm, sizeof(head.comm));
	if (cmd < SESSION_RING_EVENT)
		gather(&r, cmd, attr, size);
	else if (cmd == SESSION_RING_EVENT || cmd == SESSION_MAP || cmd == SESSION_EVENT_MAP)
		add_fd(&r, size);
	/* what is in front of the bytes, right before them */
	size_t numbers = sizeof(uint32_t) * head.nr_fds, pieces = sizeof(struct msg_piece) * head.nr_pieces;
	uint8_t *start = r.bytes - pieces - numbers - sizeof(head);
	memcpy(r.bytes - pieces, r.pieces, pieces);
	memcpy(r.bytes - pieces - numbers, r.numbers, numbers);
	memcpy(start, &head, sizeof(head));
	int err =
		msg_send(sock, start, sizeof(head) + numbers + pieces + r.used, NULL, 0, r.fds, head.nr_fds);
	for (unsigned i = 0; i < head.nr_fds; i++)
		t->give_back(t, r.fds[i]);
	return err;
}

/* --------------------------------------------------------------------------------------- answers */

static int answer(int sock, int value, const void *bytes, size_t size, int fd)
{
	struct msg m = {.type = MSG_DATA, .value = value, .size = (uint32_t)size};

	return msg_send(sock, &m, sizeof(m), bytes, size, &fd, fd >= 0);
}

static int answer_read(int sock, struct target *t, const struct msg *m, uint8_t *room)
{
	if (m->size > MSG_PIECE)
		return -EPROTO;
	int err = t->read(t, room, m->addr, m->size);
	return answer(sock, err, room, err ? 0 : m->size, -1);
}

static int answer_fd(int sock, struct target *t, const struct msg *m)
{
	int fd = t->fd(t, m->value);
	int err = answer(sock, fd < 0 ? fd : 0, NULL, 0, fd);

	if (fd >= 0)
		t->give_back(t, fd);
	return err;
}

static int answer_pin(int sock, struct target *t, const struct msg *m, char *path)
{
	path[m->size] = 0;
	int fd = t->pin(t, m->value, path, m->flag);
	int err = answer(sock, fd < 0 ? fd : 0, NULL, 0, fd);

	if (fd >= 0)
		close(fd);
	return err;
}

/* Writes what came with the result: -EFAULT, -EPROTO. */
static int put_writes(struct target *t, unsigned n, const uint8_t *at, const uint8_t *end)
{
	const struct msg_piece *pieces = (const struct msg_piece *)at;

	if (n > (size_t)(end - at) / sizeof(*pieces))
		return -EPROTO;
	at += n * sizeof(*pieces);
	for (unsigned i = 0; i < n; i++) {
		if (pieces[i].size > (size_t)(end - at))
			return -EPROTO;
		int err = t->write(t, pieces[i].addr, at, pieces[i].size);
		if (err)
			return err;
		at += pieces[i].size;
	}
	return 0;
}

long client_call(int sock, void *buf, struct target *t, unsigned cmd, uint64_t attr, uint32_t size,
		 bool *broken)
{
	uint8_t *body = (uint8_t *)buf + sizeof(struct msg);
	int err = send_call(sock, buf, t, cmd, attr, size);

	*broken = true;
	while (!err) {
		struct msg m;
		unsigned nr_fds = 1;
		int fd = -1;
		ssize_t n = msg_receive(sock, buf, MSG_MAX - 1, &fd, &nr_fds);
		if (n < (ssize_t)sizeof(m)) {
			err = n < 0 ? (int)n : -ECONNRESET;
			break;
		}
		memcpy(&m, buf, sizeof(m));
		size_t have = (size_t)n - sizeof(m);
		switch (m.type) {
		case MSG_READ: err = answer_read(sock, t, &m, body); break;
		case MSG_FD: err = answer_fd(sock, t, &m); break;
		case MSG_WRITE:
			err = m.size == have ? answer(sock, t->write(t, m.addr, body, m.size), NULL, 0, -1)
					     : -EPROTO;
			break;
		case MSG_PIN: err = m.size == have ? answer_pin(sock, t, &m, (char *)body) : -EPROTO; break;
		case MSG_RESULT:
			err = put_writes(t, m.flag, body, body + have);
			if (err == -EPROTO)
				break;
			*broken = false;
			if (err)
				break;
			return fd >= 0 ? t->install(t, fd) : m.value;
		default: err = -EPROTO;
		}
		if (fd >= 0)
			close(fd);
	}
	return err;
}

int client_open(int connection)
{
	struct msg m = {.type = MSG_CONNECT, .value = SESSION_VERSION};
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		return -errno;
	int err = msg_send(connection, &m, sizeof(m), NULL, 0, &pair[1], 1);
	close(pair[1]);
	if (err) {
		close(pair[0]);
		return err;
	}
	return pair[0];
}
