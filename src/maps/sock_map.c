/*
 * sock_map.c - maps of sockets.
 */
#include "maps/sock_map.h"

#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>

#include "base/mem.h"
#include "core/instance.h"
#include "maps/array.h"
#include "maps/limits.h"

enum { NOT_SUPPORTED = 524 }; /* Linux's ENOTSUPP */

#ifndef AF_XDP
#define AF_XDP 44
#endif

struct sock_map {
	struct map_run run;
	struct map_run *numbers;        /* sockhash: the hidden hash map's run half; first, for next_key */
	struct skep_map *index;         /* sockhash: key to slot number */
	struct outside_socket *sockets; /* max_entries; cookie 0: empty */
	pthread_mutex_t lock;
};

static struct sock_map *sock_of(struct skep_map *map)
{
	return (struct sock_map *)map->run;
}

static long hash_next_key(struct map_run *m, const void *key, void *next, struct skep_run *run)
{
	struct map_run *numbers = ((struct sock_map *)m)->numbers;

	return numbers->ops->next_key(numbers, key, next, run);
}

static const struct map_run_ops sock_array_run_ops = {.next_key = array_next_key};
static const struct map_run_ops sock_hash_run_ops = {.next_key = hash_next_key};

int sock_map_check(const struct skep *inst, const struct map_def *def)
{
	uint32_t known = BPF_F_NUMA_NODE | BPF_F_RDONLY | BPF_F_WRONLY;
	bool hash = def->type == BPF_MAP_TYPE_SOCKHASH, xsk = def->type == BPF_MAP_TYPE_XSKMAP;

	if (def->type == BPF_MAP_TYPE_REUSEPORT_SOCKARRAY)
		known = BPF_F_NUMA_NODE | MAP_FLAGS_ACCESS;
	if (!def->max_entries || (hash ? !def->key_size : def->key_size != 4) ||
	    (def->value_size != 4 && (xsk || def->value_size != 8)) || (def->flags & ~known) ||
	    !map_access_flags_ok(def->flags))
		return -EINVAL;
	return hash && def->key_size > MAP_KEY_MAX ? -E2BIG : 0;
}

int sock_map_create(struct skep_map *map)
{
	bool hash = map->def.type == BPF_MAP_TYPE_SOCKHASH;
	struct sock_map *s = map_new_run(map, sizeof(*s), hash ? &sock_hash_run_ops : &sock_array_run_ops);

	if (!s)
		return -ENOMEM;
	pthread_mutex_init(&s->lock, NULL);
	s->sockets = skep_alloc(map->inst, (uint64_t)map->def.max_entries * sizeof(*s->sockets));
	if (!s->sockets)
		return -ENOMEM;
	if (!hash)
		return 0;
	struct map_def def = {.type = BPF_MAP_TYPE_HASH,
			      .key_size = map->def.key_size,
			      .value_size = 4,
			      .max_entries = map->def.max_entries};
	int err = map_create(map->inst, &def, &s->index);
	if (!err)
		s->numbers = s->index->run;
	return err;
}

void sock_map_destroy(struct skep_map *map)
{
	struct sock_map *s = sock_of(map);

	if (s->index)
		object_put(&s->index->obj);
	skep_release(map->inst, s->sockets, (uint64_t)map->def.max_entries * sizeof(*s->sockets));
	pthread_mutex_destroy(&s->lock);
	skep_release(map->inst, s, sizeof(*s));
}

/* The slot of a key, or NULL. */
static struct outside_socket *slot_of(struct skep_map *map, const void *key, struct skep_run *run)
{
	struct sock_map *s = sock_of(map);
	const void *number = s->index ? s->numbers->ops->lookup(s->numbers, key, run) : key;
	uint32_t n = number ? load_uint32(number) : UINT32_MAX;

	return n < map->def.max_entries ? &s->sockets[n] : NULL;
}

/* The slot, if there is an open socket in it; a closed one is taken out. */
static struct outside_socket *find(struct skep_map *map, const void *key, struct skep_run *run)
{
	struct outside_socket *slot = slot_of(map, key, run);

	if (!slot || !slot->cookie)
		return NULL;
	if (map->inst->outside->socket_open(slot))
		return slot;
	slot->cookie = 0;
	if (sock_of(map)->index)
		map_sys_delete(sock_of(map)->index, key, run);
	return NULL;
}

int sock_map_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags,
			struct skep_run *run)
{
	struct sock_map *s = sock_of(map);

	if (map->def.type == BPF_MAP_TYPE_XSKMAP)
		return -EOPNOTSUPP;
	if (map->def.value_size != 8)
		return -ENOSPC;
	pthread_mutex_lock(&s->lock);
	const struct outside_socket *slot = find(map, key, run);
	if (slot)
		store_uint64(value, slot->cookie);
	pthread_mutex_unlock(&s->lock);
	return slot ? 0 : -ENOENT;
}

/* ------------------------------------------------------------------------- what may be put in */

static bool holds_cookie(struct skep_map *map, uint64_t cookie)
{
	struct sock_map *s = sock_of(map);

	for (uint32_t i = 0; i < map->def.max_entries; i++)
		if (s->sockets[i].cookie == cookie)
			return true;
	return false;
}

/* A socket can be in one array for reuseport only. */
static bool in_an_array(struct skep *inst, uint64_t cookie)
{
	bool found = false;

	pthread_mutex_lock(&inst->lock);
	for (struct skep_map *m = inst->maps; m && !found; m = m->next)
		found = m->def.type == BPF_MAP_TYPE_REUSEPORT_SOCKARRAY && holds_cookie(m, cookie);
	pthread_mutex_unlock(&inst->lock);
	return found;
}

static bool is_inet(const struct outside_socket *s)
{
	return s->domain == AF_INET || s->domain == AF_INET6;
}

static int check_reuseport(struct skep_map *map, const struct outside_socket *s)
{
	bool tcp = s->protocol == IPPROTO_TCP && s->type == SOCK_STREAM;
	bool udp = s->protocol == IPPROTO_UDP && s->type == SOCK_DGRAM;

	if (!is_inet(s) || (!tcp && !udp))
		return -NOT_SUPPORTED;
	if (!s->reuseport || (tcp ? !s->listening : !s->bound))
		return -EINVAL;
	return in_an_array(map->inst, s->cookie) ? -EBUSY : 0;
}

static int check_sock(const struct outside_socket *s)
{
	bool ok;

	if (is_inet(s) && s->type == SOCK_STREAM)
		ok = s->protocol == IPPROTO_TCP && (s->listening || s->connected);
	else if (is_inet(s))
		ok = s->type == SOCK_DGRAM && s->protocol == IPPROTO_UDP && s->bound;
	else if (s->domain == AF_UNIX)
		ok = s->type == SOCK_DGRAM || (s->type == SOCK_STREAM && s->connected);
	else
		ok = s->domain == AF_VSOCK && s->connected;
	return ok ? 0 : -EOPNOTSUPP;
}

static int free_slot(struct skep_map *map, uint32_t *n)
{
	struct sock_map *s = sock_of(map);

	for (*n = 0; *n < map->def.max_entries; ++*n)
		if (!s->sockets[*n].cookie || !map->inst->outside->socket_open(&s->sockets[*n]))
			return 0;
	return -E2BIG;
}

static int put(struct skep_map *map, const void *key, const struct outside_socket *socket,
	       struct skep_run *run)
{
	struct outside_socket *slot = slot_of(map, key, run);
	uint32_t n;

	if (!slot) {
		int err = free_slot(map, &n);
		if (!err)
			err = map_sys_update(sock_of(map)->index, key, &n, BPF_ANY, run);
		if (err)
			return err;
		slot = &sock_of(map)->sockets[n];
	}
	*slot = *socket;
	return 0;
}

static int check_flags(const struct outside_socket *present, uint64_t flags)
{
	if (present && flags == BPF_NOEXIST)
		return -EEXIST;
	return !present && flags == BPF_EXIST ? -ENOENT : 0;
}

int sock_map_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
			struct skep_run *run)
{
	bool reuseport = map->def.type == BPF_MAP_TYPE_REUSEPORT_SOCKARRAY;
	bool xsk = map->def.type == BPF_MAP_TYPE_XSKMAP;
	struct sock_map *s = sock_of(map);
	struct outside_socket socket;
	uint64_t fd = map->def.value_size == 8 ? load_uint64(value) : load_uint32(value);
	int err;

	if ((reuseport || xsk) && flags > BPF_EXIST)
		return -EINVAL;
	if ((reuseport || xsk) && load_uint32(key) >= map->def.max_entries)
		return -E2BIG;
	if ((map->def.value_size == 8 || (!reuseport && !xsk)) && fd > INT32_MAX)
		return -EINVAL;
	if (!map->inst->outside)
		return -EOPNOTSUPP;
	err = map->inst->outside->socket((int)fd, &socket);
	if (!err && xsk && socket.domain != AF_XDP)
		err = -EOPNOTSUPP;
	if (!err && !reuseport && !xsk)
		err = check_sock(&socket);
	if (!err && flags > BPF_EXIST)
		err = -EINVAL;
	if (!err && !s->index && load_uint32(key) >= map->def.max_entries)
		err = -E2BIG;
	if (err)
		return err;
	pthread_mutex_lock(&s->lock);
	err = check_flags(find(map, key, run), flags);
	if (!err && reuseport)
		err = check_reuseport(map, &socket);
	if (!err)
		err = put(map, key, &socket, run);
	pthread_mutex_unlock(&s->lock);
	return err;
}

/* What deleting nothing is answered with. */
static int absent(const struct skep_map *map, const void *key)
{
	bool out = map->def.type != BPF_MAP_TYPE_SOCKHASH && load_uint32(key) >= map->def.max_entries;

	switch (map->def.type) {
	case BPF_MAP_TYPE_SOCKMAP: return -EINVAL;
	case BPF_MAP_TYPE_XSKMAP: return out ? -EINVAL : 0;
	case BPF_MAP_TYPE_REUSEPORT_SOCKARRAY: return out ? -E2BIG : -ENOENT;
	default: return -ENOENT;
	}
}

int sock_map_sys_delete(struct skep_map *map, const void *key, struct skep_run *run)
{
	struct sock_map *s = sock_of(map);
	int err = 0;

	pthread_mutex_lock(&s->lock);
	struct outside_socket *slot = find(map, key, run);
	if (!slot)
		err = absent(map, key);
	else if (s->index)
		err = map_sys_delete(s->index, key, run);
	if (slot)
		slot->cookie = 0;
	pthread_mutex_unlock(&s->lock);
	return err;
}
