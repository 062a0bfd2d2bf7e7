/*
 * helpers.c - the helpers that generated programs call, on the machine's maps and objects.
 */
#include "machine.h"
#include <errno.h>
#include <string.h>

static struct model_map *map_of(struct machine *m, uint64_t address)
{
	int64_t off;
	const struct obj *o = machine_find(m, address, &off);

	if (!o || o->kind != OBJ_MAP || off) {
		machine_complain(m, "0x%llx is not a map", (unsigned long long)address);
		return NULL;
	}
	return &m->map[o->map];
}

/* What the JIT was told of this call. */
static bool check_fact(struct machine *m, const struct model_map *map, const uint32_t *key)
{
	const struct insn_fact *fact = &m->lowered->facts[m->at[m->pc]];

	if (fact->map && m->lowered->maps[fact->map - 1] != map->map) {
		machine_complain(m, "fact: the map is number %u", fact->map - 1);
		return false;
	}
	if (fact->const_key && key && fact->key != *key) {
		machine_complain(m, "fact: the key is %u, not %u", fact->key, *key);
		return false;
	}
	return true;
}

static struct entry *find(struct model_map *map, uint32_t key)
{
	for (uint32_t i = 0; i < map->nr; i++)
		if (map->entry[i].there && map->entry[i].key == key)
			return &map->entry[i];
	return NULL;
}

static bool elem_call(struct machine *m, uint32_t id, const uint64_t *regs, uint64_t *r0)
{
	struct model_map *map = map_of(m, regs[1]);
	const uint8_t *p = map ? machine_access(m, regs[2], 4, false) : NULL;
	uint32_t key;

	if (!p)
		return false;
	memcpy(&key, p, 4);
	if (!check_fact(m, map, &key))
		return false;
	struct entry *e = find(map, key);
	bool array = map->map->def.type == BPF_MAP_TYPE_ARRAY;
	if (id == BPF_FUNC_map_lookup_elem) {
		*r0 = e ? machine_address(m, e->obj) : 0;
		return true;
	}
	if (id == BPF_FUNC_map_delete_elem) {
		*r0 = array ? (uint64_t)-EINVAL : e ? 0 : (uint64_t)-ENOENT;
		if (!array && e) {
			e->there = false;
			map->deleted = true;
		}
		return true;
	}
	const uint8_t *value = machine_access(m, regs[3], map->map->def.value_size, false);
	if (!value)
		return false;
	uint64_t flags = regs[4];
	if (flags > BPF_EXIST || (array && (flags == BPF_NOEXIST || !e))) {
		m->varies = true; /* which of several errors is not the subject here */
		*r0 = (uint64_t)-EINVAL;
		return true;
	}
	if (array) {
		memmove(m->obj[e->obj].bytes, value, map->map->def.value_size);
		*r0 = 0;
		return true;
	}
	if (flags == BPF_NOEXIST && e) {
		*r0 = (uint64_t)-EEXIST;
		return true;
	}
	if (flags == BPF_EXIST && !e) {
		*r0 = (uint64_t)-ENOENT;
		return true;
	}
	uint32_t live = 0;
	for (uint32_t i = 0; i < map->nr; i++)
		live += map->entry[i].there;
	if (!e && live >= map->map->def.max_entries) {
		m->varies = true; /* elements may be on their way back */
		*r0 = (uint64_t)-E2BIG;
		return true;
	}
	/* A new element each time, as in Linux: old pointers keep what they point to. */
	uint32_t obj = machine_object(m, OBJ_VALUE, map->map->def.value_size, (uint32_t)(map - m->map));
	if (obj == UINT32_MAX || (!e && map->nr == MAX_ENTRIES))
		return false;
	/* What old pointers see of a value replaced, or of an element used again, is not the same everywhere.
	 */
	m->varies |= e || map->deleted;
	if (!e) {
		e = &map->entry[map->nr++];
		*e = (struct entry){true, key, 0};
	}
	value = machine_access(m, regs[3], map->map->def.value_size, false);
	memcpy(m->obj[obj].bytes, value, map->map->def.value_size);
	e->obj = obj;
	*r0 = 0;
	return true;
}

static uint64_t next_random(struct machine *m)
{
	m->random = m->random * 6364136223846793005u + 1442695040888963407u;
	m->varies = true;
	return (m->random >> 60) < 6 ? m->random >> 58 & 31
	       : m->random >> 60 < 8 ? -(m->random >> 57 & 31)
				     : m->random >> 20;
}

static bool ring_reserve(struct machine *m, const uint64_t *regs, uint64_t *r0)
{
	struct model_map *map = map_of(m, regs[1]);

	if (!map || !check_fact(m, map, NULL))
		return false;
	*r0 = 0;
	m->varies |= regs[2] > 256; /* the real ring has more room */
	if (regs[2] <= 256 && !regs[3] && (!m->rings_fail || (next_random(m) & 3))) {
		uint32_t obj = machine_object(m, OBJ_RECORD, (uint32_t)regs[2], (uint32_t)(map - m->map));
		if (obj == UINT32_MAX)
			return false;
		m->refs++;
		*r0 = machine_address(m, obj);
	}
	return true;
}

static bool ring_release(struct machine *m, const uint64_t *regs)
{
	int64_t off;
	const struct obj *o = machine_find(m, regs[1], &off);

	if (!o || o->kind != OBJ_RECORD || !o->alive || off) {
		machine_complain(m, "0x%llx is not a record", (unsigned long long)regs[1]);
		return false;
	}
	m->obj[o - m->obj].alive = false;
	m->refs--;
	return true;
}

/* The packet moves to a new place; what pointed into it is dead. */
static bool adjust_head(struct machine *m, const uint64_t *regs, uint64_t *r0)
{
	int64_t delta = (int32_t)regs[2], data = (int64_t)m->data + delta;

	*r0 = (uint64_t)-EINVAL;
	uint32_t obj = machine_object(m, OBJ_PACKET, m->obj[m->packet].size, 0);
	if (obj == UINT32_MAX)
		return false;
	memcpy(m->obj[obj].bytes, m->obj[m->packet].bytes, m->obj[obj].size);
	m->obj[m->packet].alive = false;
	m->packet = obj;
	if (data >= 0 && data <= (int64_t)m->data_end - 14) {
		m->data = m->data_meta = (uint32_t)data;
		*r0 = 0;
	}
	return true;
}

bool machine_helper(struct machine *m, uint32_t id, uint64_t *regs)
{
	switch (id) {
	case BPF_FUNC_map_lookup_elem:
	case BPF_FUNC_map_update_elem:
	case BPF_FUNC_map_delete_elem: return elem_call(m, id, regs, &regs[0]);
	case BPF_FUNC_get_prandom_u32: regs[0] = (uint32_t)next_random(m); return true;
	case BPF_FUNC_ktime_get_ns: regs[0] = next_random(m); return true;
	case BPF_FUNC_get_smp_processor_id: regs[0] = next_random(m) & 3; return true;
	case BPF_FUNC_ringbuf_reserve: return ring_reserve(m, regs, &regs[0]);
	case BPF_FUNC_ringbuf_submit:
	case BPF_FUNC_ringbuf_discard: regs[0] = 0xdead0000dead0000 + m->salt; return ring_release(m, regs);
	case BPF_FUNC_xdp_adjust_head: return adjust_head(m, regs, &regs[0]);
	default: return false; /* not modelled */
	}
}
