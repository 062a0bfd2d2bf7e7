/*
 * fuzz_session.c - libFuzzer: what a member of a session may say to the server.
 *
 * Input: messages of the form { flags, size (2 bytes), bytes }.  They lie in the socket before the server
 * looks, as calls and as answers to its questions; flags say how many descriptors go along: an object of the
 * session, a pipe, nothing at all.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "session/remote.h"
#include "syscall/attr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__asan_default_options(void);

/* A map of 90 GB is refused, not a crash. */
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1:max_allocation_size_mb=2048";
}

#define MESSAGES 64

static struct skep *inst;
static int objects[MSG_FDS];

static void set_up(void)
{
	struct skep_options options = {.size = sizeof(options)};
	union sys_attr a;
	int pair[2];

	if (skep_open(&options, &inst) || pipe(pair))
		abort();
	for (int i = 0; i < MSG_FDS - 2; i++) {
		memset(&a, 0, sizeof(a));
		a.map_type = i % 2 ? BPF_MAP_TYPE_HASH : BPF_MAP_TYPE_ARRAY;
		a.key_size = 4;
		a.value_size = 8;
		a.max_entries = 16;
		objects[i] = (int)skep_bpf(inst, BPF_MAP_CREATE, &a, sizeof(a), NULL, 0);
	}
	objects[MSG_FDS - 2] = pair[0];
	objects[MSG_FDS - 1] = pair[1];
}

static long own(void *arg, struct remote *r, const struct msg_call *call, int *fd)
{
	int local = r->caller.fd(&r->caller, (int)call->attr_size);

	return local < 0 ? local : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct remote remote;
	int pair[2];

	if (!inst)
		set_up();
	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) || remote_init(&remote, pair[0], 1))
		return 0;
	fcntl(pair[1], F_SETFL, O_NONBLOCK);
	for (int i = 0; i < MESSAGES && size >= 3; i++) {
		size_t n = (size_t)(data[1] | data[2] << 8);
		unsigned fds = data[0] & 7;
		data += 3;
		size -= 3;
		n = n < size ? n : size;
		if (n && msg_send(pair[1], data, n, NULL, 0, objects, fds))
			break;
		data += n;
		size -= n;
	}
	shutdown(pair[1], SHUT_WR);
	while (remote_serve(&remote, inst, own, NULL))
		;
	remote_free(&remote);
	close(pair[1]);
	return 0;
}
