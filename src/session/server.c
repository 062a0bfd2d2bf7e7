/*
 * server.c - the server of a session: one process of the user's that owns the instance.
 *
 * The main thread accepts members, starts a thread for each of their sockets (so that a long verification
 * keeps nobody else waiting), and sweeps up after closed descriptors, of which inotify tells.  It ends when
 * asked to, or when nobody is left: no member, no descriptor of an object anywhere, no pin.
 */
#include "session/session.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "session/describe.h"
#include "core/instance.h"
#include "session/remote.h"
#include "syscall/event.h"
#include "syscall/layer.h"
#include "syscall/share.h"

enum {
	MOST_MEMBERS = 1000, /* connections of processes */
	MOST_SOCKETS = 500,  /* for calls: each is a thread and owns a thread slot */
	THREAD_SLOTS = 2048,
	MOST_LENT = THREAD_SLOTS - MOST_SOCKETS - 16,
	FIRST_MEMBER_MS = 10000, /* how long a session waits for the member that it was started for */
	SWEEP_MS = 5,            /* closes that come in a row are swept up together */
	TENANT_SLOTS = 256,      /* threads of one process */
	MOST_TENANTS = 1000,     /* watched */
	LEFTOVER_MS = 1000,      /* with objects held outside, but no member: look again */
};

struct member {
	int sock, pid, uid;
};

/* A process that has thread slots. */
struct tenant {
	struct tenant *next;
	int pid, pidfd;
	uint32_t image;
	uint32_t nr_slots, slots[TENANT_SLOTS];
};

struct server {
	struct skep *inst;
	const char *folder;
	int listening, inotify, wake;
	pthread_mutex_t lock; /* members, tenants */
	struct tenant *tenants;
	unsigned nr_lent; /* thread slots that tenants have */
	struct member members[MOST_MEMBERS];
	unsigned nr_members;
	_Atomic unsigned nr_sockets;
	_Atomic bool stop;
	bool had_member;
};

static volatile sig_atomic_t signalled;

static void on_signal(int sig)
{
	signalled = 1;
}

static void wake(struct server *s)
{
	uint64_t one = 1;

	if (write(s->wake, &one, sizeof(one)) < 0)
		return; /* it is awake already */
}

static int peer(int sock, struct ucred *cred)
{
	socklen_t size = sizeof(*cred);

	return getsockopt(sock, SOL_SOCKET, SO_PEERCRED, cred, &size) ? -errno : 0;
}

/* ---------------------------------------------------------------------------------- thread slots */

/* Threads of members that write maps themselves have slots of ours.  A process that died, or runs another
 * program, leaves locks behind: its slots are buried. */
static struct tenant *tenant_of(struct server *s, int pid, uint32_t image)
{
	struct tenant *t = s->tenants;

	while (t && (t->pid != pid || t->image != image))
		t = t->next;
	return t;
}

static void bury(struct server *s, struct tenant *t)
{
	for (uint32_t i = 0; i < t->nr_slots; i++)
		thread_bury(s->inst, t->slots[i]);
	if (t->pidfd >= 0)
		close(t->pidfd);
	free(t);
}

/* With the lock: takes those out of the list that are not there any more. */
static struct tenant *find_dead(struct server *s, int pid, uint32_t image)
{
	struct tenant *dead = NULL;

	for (struct tenant **at = &s->tenants; *at;) {
		struct tenant *t = *at;
		struct pollfd p = {.fd = t->pidfd, .events = POLLIN};
		if (!(t->pid == pid && t->image != image) && poll(&p, 1, 0) <= 0) {
			at = &t->next;
			continue;
		}
		*at = t->next;
		t->next = dead;
		dead = t;
		s->nr_lent -= t->nr_slots;
	}
	return dead;
}

/* pid: what other programs it ran is over; 0: none. */
static void bury_dead(struct server *s, int pid, uint32_t image)
{
	pthread_mutex_lock(&s->lock);
	struct tenant *dead = find_dead(s, pid, image);
	pthread_mutex_unlock(&s->lock);
	while (dead) {
		struct tenant *next = dead->next;
		bury(s, dead);
		dead = next;
	}
}

static struct tenant *new_tenant(struct server *s, int pid, uint32_t image)
{
	struct tenant *t = calloc(1, sizeof(*t));

	if (!t)
		return NULL;
	t->pid = pid;
	t->image = image;
	t->pidfd = pid > 0 ? (int)syscall(SYS_pidfd_open, pid, 0) : -1;
	if (t->pidfd < 0) { /* of another pid namespace: nobody would tell us of its end */
		free(t);
		return NULL;
	}
	t->next = s->tenants;
	s->tenants = t;
	return t;
}

static long lend_slot(struct server *s, const struct remote *r)
{
	const int pid = r->pid;
	long ret = -EAGAIN;
	uint32_t slot;

	bury_dead(s, pid, r->image);
	pthread_mutex_lock(&s->lock);
	struct tenant *t = tenant_of(s, pid, r->image);
	if (!t)
		t = new_tenant(s, pid, r->image);
	/* the server's own threads must find some, whatever members ask for */
	if (t && t->nr_slots < TENANT_SLOTS && s->nr_lent < MOST_LENT && !thread_lend(s->inst, &slot)) {
		t->slots[t->nr_slots++] = slot;
		s->nr_lent++;
		ret = (long)slot;
	}
	pthread_mutex_unlock(&s->lock);
	wake(s); /* it has one more to watch */
	return ret;
}

static long take_slot_back(struct server *s, const struct remote *r, uint32_t slot)
{
	long ret = -EINVAL;

	pthread_mutex_lock(&s->lock);
	struct tenant *t = tenant_of(s, r->pid, r->image);
	for (uint32_t i = 0; t && i < t->nr_slots && ret; i++) {
		if (t->slots[i] != slot)
			continue;
		t->slots[i] = t->slots[--t->nr_slots];
		s->nr_lent--;
		ret = 0;
	}
	pthread_mutex_unlock(&s->lock);
	if (!ret)
		thread_bury(s->inst, slot); /* what it kept for its next update is given back */
	return ret;
}

/* ------------------------------------------------------------------------------ calls, in threads */

static const char *command_of(int pid, char name[32])
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/comm", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, name, 31);
	if (fd >= 0)
		close(fd);
	name[n > 0 ? n : 0] = 0;
	name[strcspn(name, "\n")] = 0;
	return name;
}

static int describe(struct server *s)
{
	char *text = NULL, name[32];
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int fd = memfd_create("session", MFD_CLOEXEC);

	if (!out || fd < 0) {
		if (out)
			fclose(out);
		if (fd >= 0)
			close(fd);
		free(text);
		return -ENOMEM;
	}
	fprintf(out, "server %d\n", getpid());
	pthread_mutex_lock(&s->lock);
	for (unsigned i = 0; i < s->nr_members; i++)
		fprintf(out, "member %d %d %s\n", s->members[i].pid, s->members[i].uid,
			command_of(s->members[i].pid, name));
	pthread_mutex_unlock(&s->lock);
	describe_objects(s->inst, s->folder, out);
	fclose(out);
	bool written = write(fd, text, size) == (ssize_t)size;
	free(text);
	if (!written || lseek(fd, 0, SEEK_SET)) {
		close(fd);
		return -ENOMEM;
	}
	return fd;
}

/* A descriptor of our own for what a member gets, and then loses. */
static int duplicate(int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	return copy < 0 ? -errno : copy;
}

/* number: a descriptor of the caller's. */
static int ring_event(struct server *s, uint32_t number)
{
	int event = skep_ring_event_fd(s->inst, (int)number);

	if (event == -EINVAL)
		event = event_poll_fd(s->inst, (int)number);
	if (event < 0)
		return event;
	return duplicate(event);
}

/* A map's data, for members who work on it themselves. */
static int give_map(struct server *s, struct remote *r, const struct msg_call *call)
{
	struct share_map info;
	struct record *record;
	int access;

	int fd = layer_from_fd(s->inst, (int)call->attr_size, OBJECT_MAP, &record, &access);
	if (fd)
		return fd;
	fd = share_map(s->inst, record, &info);
	if (fd >= 0)
		fd = duplicate(fd);
	layer_put(record);
	if (fd >= 0 && r->caller.write(&r->caller, call->attr, &info, sizeof(info))) {
		close(fd);
		return -EFAULT;
	}
	return fd;
}

static long own_command(void *arg, struct remote *r, const struct msg_call *call, int *fd)
{
	struct server *s = arg;

	switch (call->cmd) {
	case SESSION_RING_EVENT: *fd = ring_event(s, call->attr_size); break;
	case SESSION_DESCRIBE: *fd = describe(s); break;
	case SESSION_STOP: s->stop = true; return 0;
	case SESSION_PING: return 0;
	case SESSION_MAP: *fd = give_map(s, r, call); break;
	case SESSION_CONTROL: *fd = duplicate(s->inst->layer->share->fd); break;
	case SESSION_THREADS: *fd = duplicate(s->inst->layer->share->threads_fd); break;
	case SESSION_EVENT: *fd = event_open(s->inst, call->attr); break;
	case SESSION_EVENT_MAP: return event_map(s->inst, (int)call->attr_size, call->attr);
	case SESSION_SLOT: return lend_slot(s, r);
	case SESSION_SLOT_BACK: return take_slot_back(s, r, call->attr_size);
	default: return -EINVAL;
	}
	return *fd < 0 ? *fd : 0;
}

struct conversation {
	struct server *s;
	struct remote remote;
};

static void *converse(void *arg)
{
	struct conversation *c = arg;
	struct server *s = c->s;

	while (!s->stop && remote_serve(&c->remote, s->inst, own_command, s))
		;
	remote_free(&c->remote);
	free(c);
	atomic_fetch_sub(&s->nr_sockets, 1);
	wake(s);
	return NULL;
}

/* A member's new socket for calls. */
static void start_conversation(struct server *s, int sock)
{
	struct conversation *c = NULL;
	int domain = 0, type = 0;
	socklen_t size = sizeof(int);
	struct ucred cred;
	pthread_attr_t attr;
	pthread_t thread;

	if (getsockopt(sock, SOL_SOCKET, SO_DOMAIN, &domain, &size) || domain != AF_UNIX ||
	    getsockopt(sock, SOL_SOCKET, SO_TYPE, &type, &size) || type != SOCK_SEQPACKET ||
	    peer(sock, &cred))
		goto refuse;
	fcntl(sock, F_SETFL, 0);
	if (atomic_load(&s->nr_sockets) >= MOST_SOCKETS)
		goto refuse;
	c = malloc(sizeof(*c));
	if (!c)
		goto refuse;
	c->s = s;
	if (remote_init(&c->remote, sock, cred.pid)) {
		free(c);
		return; /* closed */
	}
	atomic_fetch_add(&s->nr_sockets, 1);
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	if (pthread_create(&thread, &attr, converse, c)) {
		atomic_fetch_sub(&s->nr_sockets, 1);
		remote_free(&c->remote);
		free(c);
	}
	pthread_attr_destroy(&attr);
	return;
refuse:
	close(sock);
}

/* --------------------------------------------------------------------------------------- members */

static void accept_member(struct server *s)
{
	int sock = accept4(s->listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct ucred cred;

	if (sock < 0)
		return;
	/* the folder keeps strangers out; root may come in anywhere */
	if (s->nr_members == MOST_MEMBERS || peer(sock, &cred) || (cred.uid != getuid() && cred.uid != 0)) {
		close(sock);
		return;
	}
	pthread_mutex_lock(&s->lock);
	s->members[s->nr_members++] = (struct member){sock, cred.pid, (int)cred.uid};
	pthread_mutex_unlock(&s->lock);
	s->had_member = true;
}

/* false: the member is gone, or does not keep to the protocol. */
static bool hear_member(struct server *s, struct member *m)
{
	for (int i = 0; i < 16; i++) { /* then the others have their turn */
		struct msg msg;
		unsigned nr = 1;
		int fd = -1;
		ssize_t n = msg_receive(m->sock, &msg, sizeof(msg), &fd, &nr);

		if (n == -EAGAIN)
			return true;
		if (n != sizeof(msg) || msg.type != MSG_CONNECT || msg.value != SESSION_VERSION || fd < 0) {
			if (fd >= 0)
				close(fd);
			return false;
		}
		start_conversation(s, fd);
	}
	return true;
}

static void hear_members(struct server *s, const struct pollfd *polled, unsigned n)
{
	for (unsigned i = n; i-- > 0;) { /* from behind: the last one takes a gone one's place */
		if (!polled[i].revents || hear_member(s, &s->members[i]))
			continue;
		pthread_mutex_lock(&s->lock);
		close(s->members[i].sock);
		s->members[i] = s->members[--s->nr_members];
		pthread_mutex_unlock(&s->lock);
	}
}

/* ------------------------------------------------------------------------------------- main loop */

/* Is anything left that somebody could come back for? */
static bool wanted(struct server *s)
{
	return s->nr_members || atomic_load(&s->nr_sockets) || layer_sweep(s->inst);
}

/* Under the lock nobody can be on the way in. */
static bool may_end(struct server *s)
{
	int lock = session_lock();
	struct pollfd p = {.fd = s->listening, .events = POLLIN};

	if (lock < 0)
		return true;
	bool end = s->stop || (!poll(&p, 1, 0) && !wanted(s));
	if (end)
		session_remove(s->folder);
	close(lock);
	return end;
}

static void drain(int fd)
{
	char buf[4096];

	while (read(fd, buf, sizeof(buf)) > 0)
		;
}

/* The end of a process that has slots is seen at once: others may wait for its locks. */
static unsigned watch_tenants(struct server *s, struct pollfd *p, unsigned n)
{
	unsigned end = n + MOST_TENANTS;

	pthread_mutex_lock(&s->lock);
	for (const struct tenant *t = s->tenants; t && n < end; t = t->next)
		p[n++] = (struct pollfd){.fd = t->pidfd, .events = POLLIN};
	pthread_mutex_unlock(&s->lock);
	return n;
}

static void serve(struct server *s)
{
	static struct pollfd p[3 + MOST_MEMBERS + MOST_TENANTS];
	int timeout = FIRST_MEMBER_MS;

	for (;;) {
		unsigned n = s->nr_members;
		p[0] = (struct pollfd){.fd = s->listening, .events = POLLIN};
		p[1] = (struct pollfd){.fd = s->wake, .events = POLLIN};
		p[2] = (struct pollfd){.fd = s->inotify, .events = POLLIN};
		for (unsigned i = 0; i < n; i++)
			p[3 + i] = (struct pollfd){.fd = s->members[i].sock, .events = POLLIN};
		unsigned all = watch_tenants(s, p, 3 + n);
		int ready = poll(p, all, timeout);
		if (signalled)
			s->stop = true;
		bool idle = !ready;
		if (ready > 0) {
			if (p[1].revents)
				drain(s->wake);
			for (unsigned i = 3 + n; i < all; i++) {
				if (p[i].revents) {
					bury_dead(s, 0, 0);
					break;
				}
			}
			hear_members(s, p + 3, n);
			if (p[0].revents)
				accept_member(s);
			if (p[2].revents) {
				poll(NULL, 0, SWEEP_MS);
				drain(s->inotify);
				layer_sweep(s->inst);
			}
		}
		if (s->stop || ((s->had_member || idle) && !wanted(s))) {
			if (may_end(s))
				return;
		}
		if (s->had_member)
			timeout = s->nr_members || atomic_load(&s->nr_sockets) ? -1 : LEFTOVER_MS;
	}
}

void session_serve(int listening, const char *folder)
{
	struct skep_options options = {.size = sizeof(options), .max_threads = THREAD_SLOTS};
	struct sigaction act = {.sa_handler = on_signal};
	static struct server s;
	struct rlimit limit;
	struct stat st;

	sigaction(SIGTERM, &act, NULL);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	if (!getrlimit(RLIMIT_NOFILE, &limit)) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
	s.folder = folder;
	s.listening = listening;
	pthread_mutex_init(&s.lock, NULL);
	s.wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	s.inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	fcntl(listening, F_SETFL, O_NONBLOCK);
	const char *engine = getenv("SKEP_ENGINE");
	if (engine && !strcmp(engine, "interp"))
		options.engine = SKEP_ENGINE_INTERP;
	if (s.wake < 0 || skep_open(&options, &s.inst) || share_start(s.inst)) {
		s.stop = true;
		may_end(&s);
		return;
	}
	s.inst->env.yield = session_wait;
	layer_watch(s.inst, s.inotify);
	if (!stat(folder, &st))
		s.inst->layer->pin_device = st.st_dev;
	serve(&s);
	/* threads may still be in calls: the process ends under them */
}
