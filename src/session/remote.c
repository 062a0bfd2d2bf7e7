/*
 * remote.c - memory and descriptors of a caller at the other end of a socket.
 */
#include "session/remote.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "syscall/cmd.h"

#define PAGE       4096
#define READ_AHEAD 256 /* smaller reads fetch the rest of the page as well */

/* ------------------------------------------------------------------------------------- questions */

/* Puts a question and waits for the answer, which has exactly `want` bytes behind its head (or none, if it is
 * an error) and a descriptor if fd is not NULL. */
static int ask(struct remote *r, const struct msg *m, const void *body, size_t body_size, size_t want,
	       int *fd)
{
	struct msg answer;
	unsigned nr = fd ? 1 : 0;
	int got = -1;

	if (r->broken)
		return -EFAULT;
	r->broken = true;
	if (msg_send(r->sock, m, sizeof(*m), body, body_size, NULL, 0))
		return -EFAULT;
	ssize_t n = msg_receive(r->sock, r->answer, MSG_MAX, &got, &nr);
	if (n < (ssize_t)sizeof(answer))
		goto bad;
	memcpy(&answer, r->answer, sizeof(answer));
	if (answer.type != MSG_DATA || answer.value > 0 || answer.value < -4095 ||
	    (size_t)n - sizeof(answer) != (answer.value ? 0 : want) || (fd && !answer.value && got < 0))
		goto bad;
	r->broken = false;
	if (answer.value && got >= 0) {
		close(got);
		got = -1;
	}
	if (fd)
		*fd = got;
	return answer.value;
bad:
	if (got >= 0)
		close(got);
	return -EFAULT;
}

/* ---------------------------------------------------------------------------------------- memory */

static uint8_t *find_piece(struct remote *r, uint64_t addr, size_t size)
{
	for (unsigned i = 0; i < r->nr_pieces; i++) {
		uint64_t off = addr - r->pieces[i].addr;
		if (addr >= r->pieces[i].addr && off <= r->pieces[i].size && size <= r->pieces[i].size - off)
			return r->pieces[i].bytes + off;
	}
	return NULL;
}

static int fetch(struct remote *r, void *to, uint64_t from, size_t size)
{
	while (size) {
		uint32_t n = size < MSG_PIECE ? (uint32_t)size : MSG_PIECE;
		struct msg m = {.type = MSG_READ, .addr = from, .size = n};
		int err = ask(r, &m, NULL, 0, n, NULL);
		if (err)
			return -EFAULT;
		memcpy(to, r->answer + sizeof(m), n);
		to = (uint8_t *)to + n;
		from += n;
		size -= n;
	}
	return 0;
}

/* Small things lie beside each other: the rest of the page comes along and is kept. */
static int fetch_page(struct remote *r, void *to, uint64_t from, size_t size)
{
	uint32_t n = PAGE - (uint32_t)(from % PAGE);
	uint8_t *page = malloc(n);

	if (!page || fetch(r, page, from, n)) {
		free(page);
		return fetch(r, to, from, size);
	}
	memcpy(to, page, size);
	r->pieces[r->nr_pieces].addr = from;
	r->pieces[r->nr_pieces].size = n;
	r->pieces[r->nr_pieces].bytes = page;
	r->pieces[r->nr_pieces].own = true;
	r->nr_pieces++;
	return 0;
}

static int read_caller(struct caller *caller, void *to, uint64_t from, size_t size)
{
	struct remote *r = (struct remote *)caller;
	const uint8_t *have = find_piece(r, from, size);

	if (have) {
		memcpy(to, have, size);
		return 0;
	}
	if (size < READ_AHEAD && size <= PAGE - from % PAGE && r->nr_pieces < REMOTE_PIECES)
		return fetch_page(r, to, from, size);
	return fetch(r, to, from, size);
}

/* What is kept of the caller's memory stays as the caller sees it. */
static void note_write(struct remote *r, uint64_t to, const uint8_t *from, size_t size)
{
	for (unsigned i = 0; i < r->nr_pieces; i++) {
		uint64_t start = r->pieces[i].addr, end = start + r->pieces[i].size;
		uint64_t a = to > start ? to : start, b = to + size < end ? to + size : end;
		if (a < b)
			memcpy(r->pieces[i].bytes + (a - start), from + (a - to), b - a);
	}
}

static int put(struct remote *r, uint64_t to, const uint8_t *from, size_t size)
{
	while (size) {
		uint32_t n = size < MSG_PIECE ? (uint32_t)size : MSG_PIECE;
		struct msg m = {.type = MSG_WRITE, .addr = to, .size = n};
		int err = ask(r, &m, from, n, 0, NULL);
		if (err)
			return -EFAULT;
		to += n;
		from += n;
		size -= n;
	}
	return 0;
}

static int flush(struct remote *r)
{
	const uint8_t *at = r->kept;
	int err = 0;

	for (unsigned i = 0; i < r->nr_writes && !err; i++) {
		err = put(r, r->writes[i].addr, at, r->writes[i].size);
		at += r->writes[i].size;
	}
	r->nr_writes = 0;
	r->write_bytes = 0;
	return err;
}

/* Outputs go with the result as far as they fit there. */
static int write_caller(struct caller *caller, uint64_t to, const void *from, size_t size)
{
	struct remote *r = (struct remote *)caller;
	const size_t limit = MSG_PIECE - sizeof(r->writes);

	note_write(r, to, from, size);
	if (size > limit - r->write_bytes || r->nr_writes == REMOTE_PIECES) {
		int err = flush(r);
		if (err || size > limit)
			return err ? err : put(r, to, from, size);
	}
	r->writes[r->nr_writes++] = (struct msg_piece){.addr = to, .size = (uint32_t)size};
	memcpy(r->kept + r->write_bytes, from, size);
	r->write_bytes += size;
	return 0;
}

/* ----------------------------------------------------------------------------------- descriptors */

static void keep_fd(struct remote *r, int number, int fd)
{
	unsigned i = r->nr_fds;

	if (i == REMOTE_FDS) { /* the oldest goes: nobody uses it across the next question */
		i = r->next_fd++ % REMOTE_FDS;
		close(r->fds[i].fd);
	} else {
		r->nr_fds++;
	}
	r->fds[i].number = number;
	r->fds[i].fd = fd;
}

static int fd_of_caller(struct caller *caller, int number)
{
	struct remote *r = (struct remote *)caller;
	struct msg m = {.type = MSG_FD, .value = number};
	int fd;

	for (unsigned i = 0; i < r->nr_fds; i++)
		if (r->fds[i].number == number)
			return r->fds[i].fd;
	if (number < 0 || ask(r, &m, NULL, 0, 0, &fd))
		return -EBADF;
	keep_fd(r, number, fd);
	return fd;
}

static int pin_of_caller(struct caller *caller, int dir_fd, const char *path, bool create)
{
	struct remote *r = (struct remote *)caller;
	struct msg m = {.type = MSG_PIN, .value = dir_fd, .size = (uint32_t)strlen(path), .flag = create};
	int fd;
	int err = ask(r, &m, path, m.size, 0, &fd);

	return err ? err : fd;
}

/* ----------------------------------------------------------------------------------------- calls */

static bool gives_fd(uint32_t cmd)
{
	enum { INT, FD };
	static const uint8_t results[SKEP_BPF_CMD_MAX] = {
#define COMMAND(number, function, last, result, help) [number] = result,
#include "syscall/cmd_table.h"
#undef COMMAND
	};

	return cmd < SKEP_BPF_CMD_MAX && results[cmd] == FD;
}

static void end_call(struct remote *r)
{
	for (unsigned i = 0; i < r->nr_pieces; i++)
		if (r->pieces[i].own)
			free(r->pieces[i].bytes);
	for (unsigned i = 0; i < r->nr_fds; i++)
		close(r->fds[i].fd);
	r->nr_pieces = r->nr_fds = r->next_fd = r->nr_writes = 0;
	r->write_bytes = 0;
}

/* What came with the call.  n: bytes of the message.  false: it is not well-formed. */
static bool take_call(struct remote *r, struct msg_call *call, size_t n, const int *fds, unsigned nr_fds)
{
	size_t at = sizeof(*call);
	struct msg_piece piece;
	uint32_t number;

	if (n < sizeof(*call))
		return false;
	memcpy(call, r->call, sizeof(*call));
	if (call->type != MSG_CALL || call->nr_fds != nr_fds || call->nr_pieces > MSG_PIECES)
		return false;
	size_t bytes = at + sizeof(number) * nr_fds + sizeof(piece) * call->nr_pieces;
	if (bytes > n)
		return false;
	for (unsigned i = 0; i < call->nr_pieces; i++) {
		memcpy(&piece, r->call + at + sizeof(number) * nr_fds + i * sizeof(piece), sizeof(piece));
		if (piece.size > n - bytes || piece.addr + piece.size < piece.addr)
			return false;
		r->pieces[i].addr = piece.addr;
		r->pieces[i].size = piece.size;
		r->pieces[i].bytes = r->call + bytes;
		r->pieces[i].own = false;
		bytes += piece.size;
	}
	r->nr_pieces = call->nr_pieces;
	for (unsigned i = 0; i < nr_fds; i++) {
		memcpy(&number, r->call + at + i * sizeof(number), sizeof(number));
		keep_fd(r, (int)number, fds[i]);
	}
	struct caller *caller = &r->caller;
	caller->unprivileged = call->flags & CALL_UNPRIVILEGED;
	caller->cap_effective = call->cap_effective;
	caller->cap_permitted = call->cap_permitted;
	r->image = call->image;
	caller->uid = call->uid;
	caller->id.pid_tgid = (uint64_t)call->tgid << 32 | call->tid;
	caller->id.uid_gid = (uint64_t)call->gid << 32 | call->uid;
	memcpy(caller->id.comm, call->comm, sizeof(caller->id.comm) - 1);
	return true;
}

static bool send_result(struct remote *r, long value, int fd)
{
	struct msg m = {.type = MSG_RESULT, .value = (int32_t)value, .flag = r->nr_writes};
	size_t pieces = sizeof(r->writes[0]) * r->nr_writes;

	/* the call's own message is of no use any more */
	memcpy(r->call, r->writes, pieces);
	memcpy(r->call + pieces, r->kept, r->write_bytes);
	return !r->broken &&
	       !msg_send(r->sock, &m, sizeof(m), r->call, pieces + r->write_bytes, &fd, fd >= 0);
}

bool remote_serve(struct remote *r, struct skep *inst, remote_own own, void *arg)
{
	int fds[MSG_FDS], fd = -1;
	unsigned nr_fds = MSG_FDS;
	struct msg_call call;
	long ret;

	ssize_t n = msg_receive(r->sock, r->call, MSG_MAX, fds, &nr_fds);
	if (n <= 0)
		return false;
	if (!take_call(r, &call, (size_t)n, fds, nr_fds)) {
		for (unsigned i = r->nr_fds; i < nr_fds; i++)
			close(fds[i]);
		end_call(r);
		return false;
	}
	caller_set(&r->caller);
	if (call.cmd < SESSION_RING_EVENT) {
		ret = skep_bpf(inst, (int)call.cmd, (void *)(uintptr_t)call.attr, call.attr_size, NULL, 0);
		if (ret >= 0 && gives_fd(call.cmd))
			fd = (int)ret;
	} else {
		ret = own(arg, r, &call, &fd);
	}
	caller_set(NULL);
	bool good = send_result(r, ret, fd);
	if (fd >= 0)
		close(fd);
	end_call(r);
	return good;
}

int remote_init(struct remote *r, int sock, int pid)
{
	memset(r, 0, sizeof(*r));
	r->caller.read = read_caller;
	r->caller.write = write_caller;
	r->caller.fd = fd_of_caller;
	r->caller.pin = pin_of_caller;
	r->sock = sock;
	r->pid = pid;
	r->call = malloc(MSG_MAX);
	r->answer = malloc(MSG_MAX);
	r->kept = malloc(MSG_MAX);
	if (r->call && r->answer && r->kept)
		return 0;
	remote_free(r);
	return -ENOMEM;
}

void remote_free(struct remote *r)
{
	end_call(r);
	close(r->sock);
	free(r->call);
	free(r->answer);
	free(r->kept);
}
