/*
 * map.h - maps: the table of types, the control half and the run half.
 *
 * A map is split in two.  The run half (struct map_run, in private memory, constant after creation)
 * holds the bounds and bases that lookups use; code compiled by the JIT and helpers see only it.
 * Data (values, buckets, locks) lies in regions that other processes may write, so nothing read
 * from there is used without a check against the run half.  The control half (struct skep_map)
 * belongs to bpf() and the embedder's API.
 *
 * Adding a map type: a row in map_type_table.h and one file in maps/.
 */
#ifndef SKEP_CORE_MAP_H
#define SKEP_CORE_MAP_H

#include "base/region.h"
#include "btf/btf_fields.h"
#include "core/object.h"
#include "core/run.h"
#include <skep/skep.h>

struct map_run;
struct map_fields;

/* What programs (through helpers) and bpf() do to a map's data.  Freestanding.
 * Errors are negative errnos as bpf-helpers(7) and bpf(2) give them.  NULL: -EOPNOTSUPP or NULL. */
struct map_run_ops {
	void *(*lookup)(struct map_run *map, const void *key, struct skep_run *run);
	void *(*lookup_percpu)(struct map_run *map, const void *key, uint32_t cpu, struct skep_run *run);
	long (*update)(struct map_run *map, const void *key, const void *value, uint64_t flags,
		       struct skep_run *run);
	long (*delete)(struct map_run *map, const void *key, struct skep_run *run);
	long (*push)(struct map_run *map, const void *value, uint64_t flags, struct skep_run *run);
	long (*pop)(struct map_run *map, void *value, struct skep_run *run);
	long (*peek)(struct map_run *map, void *value, struct skep_run *run);
	/* key NULL: first.  -ENOENT after the last. */
	long (*next_key)(struct map_run *map, const void *key, void *next, struct skep_run *run);
	/* Calls callback(map, key, value, arg) for each entry until it gives 1 or the budget ends:
	 * run_callback(). Returns how many were called. */
	long (*for_each)(struct map_run *map, uint64_t callback, uint64_t arg, struct skep_run *run);
};

/* Common head; each type's file extends it (struct hash_run { struct map_run map; ... }). */
struct map_run {
	const struct map_run_ops *ops;
	uint32_t type, flags;
	uint32_t key_size, value_size;
	uint32_t max_entries;
	uint32_t elem_size;  /* array: bytes from one element to the next */
	uint32_t index_mask; /* array: applied to a checked index, against speculation; max_entries - 1
				rounded up */
	uint32_t nr_cpus;
	uint8_t *values; /* array: element 0; ring: see maps/ring.c; others NULL */
	uint8_t *store;
	const struct run_env *env;
	const struct map_fields
		*fields; /* parts of values that only the runtime may touch, or NULL: maps/fields.h */
};

struct map_def {
	uint32_t type, key_size, value_size, max_entries, flags;
	uint64_t extra;
	char name[16];
	bool kernel_value; /* the value is a structure of the kernel's (struct_ops) */
	bool has_btf;      /* the types of key and value are known: some types of map want that */
};

/* A row of map_type_table.h. */
struct map_type {
	uint32_t id;
	const char *name; /* as bpftool prints it: "percpu_hash" */
	/* Attribute rules of Linux's map_alloc_check: -EINVAL, -E2BIG, ... */
	int (*check)(const struct skep *inst, const struct map_def *def);
	int (*create)(struct skep_map *map); /* regions and run half; def is set */
	void (*destroy)(struct skep_map *map);
	/* Give back what a dead thread's intent record still holds, as that thread; NULL: nothing to do. */
	void (*sweep)(struct skep_map *map, struct skep_run *run);
	int (*set_prog)(struct skep_map *map, uint32_t index, struct skep_prog *prog, uint64_t flags);
	int (*set_inner)(struct skep_map *map, const void *key, struct skep_map *inner, uint64_t flags,
			 struct skep_run *run);
	void (*user_put)(struct skep_map *map);
	struct skep_map *(*values_of)(
		struct skep_map *map); /* the hidden map that holds the values, or NULL */
	bool needs_inner;              /* a map of maps */
	bool bucket_cursor;            /* batch positions are bucket numbers (4 bytes), not keys */
	bool percpu;                   /* bpf() values are nr_cpus copies */
	bool mmapable;                 /* values region may be mapped by a client */
	bool owned;                    /* by the kind of program that uses it first: map_join() */
	bool no_syscall_ops;           /* lookups by bpf() answer -EOPNOTSUPP (ring buffer) */
	/* bpf() forms where they differ from the run ops; NULL: generic through run ops.
	 * Values have the user's layout (all CPUs, rounded up to 8). */
	int (*sys_lookup)(struct skep_map *map, const void *key, void *value, uint64_t flags,
			  struct skep_run *run);
	int (*sys_update)(struct skep_map *map, const void *key, const void *value, uint64_t flags,
			  struct skep_run *run);
	int (*sys_delete)(struct skep_map *map, const void *key, struct skep_run *run);
	int (*sys_lookup_and_delete)(struct skep_map *map, const void *key, void *value, uint64_t flags,
				     struct skep_run *run);
	/* Bucket-wise batch, as htab's in Linux: *cursor 0 at first; copies whole buckets.  -ENOSPC when
	 * a bucket does not fit, -ENOENT at the end.  NULL: generic through next_key. */
	int (*batch)(struct skep_map *map, uint32_t *cursor, void *keys, void *values, uint32_t *count,
		     bool delete, uint64_t flags, struct skep_run *run);
};

struct skep_map {
	struct object obj;
	struct skep *inst;
	const struct map_type *type;
	struct map_def def;
	struct map_run *run;
	struct region values, store;
	_Atomic bool frozen;          /* BPF_MAP_FREEZE: no more writes by bpf() */
	_Atomic uint32_t writers;     /* bpf() writes under way and writable mappings: freezing waits */
	struct skep_map *inner;       /* map-in-map: template */
	struct skep_map *prev, *next; /* in the instance's list */
	bool unprivileged;            /* its maker had no CAP_PERFMON */
	uint64_t serial;              /* no other map of the instance ever has it */
	struct map_programs {         /* whose map it is: map_join() */
		bool known;
		uint32_t type, attach_type, frags;
		uint64_t storage[2]; /* serial of their cgroup storage, shared and per CPU; 0: none */
	} programs;
	void *owner;               /* the bpf() layer's record of this object, or NULL */
	struct btf_record *record; /* special fields of the values, or NULL */
	const struct btf_data
		*types;     /* the BTF of the record's type ids, lives as long as btf; may be NULL */
	struct object *btf; /* whose type ids the record has; held; NULL without a record */
};

extern const struct map_type map_types[];
extern const uint32_t nr_map_types;
const struct map_type *map_type_find(uint32_t type);

/* Checks def by the type's rules and makes the map with one reference.  -EINVAL for an unknown type. */
int map_create(struct skep *inst, const struct map_def *def, struct skep_map **map);

/* Alternatively with the template of a map in map (BPF's inner_map_fd), which the map then holds. */
int map_create_with_inner(struct skep *inst, const struct map_def *def, struct skep_map *inner,
			  struct skep_map **map);

/* For create(): the run half, its common part filled in; map memory, noted in map and run half. */
void *map_new_run(struct skep_map *map, size_t size, const struct map_run_ops *ops);
int map_new_region(struct skep_map *map, enum region_use use, size_t size);

/* Maps that hand a context on, to programs or with programs of their own, belong to the first program that
 * uses them, for good: all others must be of its type (and attach type, where the context depends on it), and
 * have its cgroup storage or none.  -EINVAL: this one isn't. */
int map_join(struct skep_map *map, const struct skep_prog *prog);

/* Store a program in a slot of a prog array: BPF_MAP_UPDATE_ELEM with a program's fd.  The slot holds it.
 * -E2BIG, -EINVAL (flags; not a prog array; another type of program than those in it). */
int map_set_prog(struct skep_map *map, uint32_t index, struct skep_prog *prog, uint64_t flags);
/* Likewise for maps in maps. */
int map_set_inner(struct skep_map *map, const void *key, struct skep_map *inner, uint64_t flags,
		  struct skep_run *run);
/* The last user reference is gone (fd or embedder): a prog array lets its programs go. */
void map_user_put(struct skep_map *map);

/* A new map's values have these fields.  Holds btf from now on.  maps/fields.c */
int map_set_record(struct skep_map *map, const struct btf_record *record, struct object *btf);
void map_drop_record(struct skep_map *map);
/* Can a program that was checked against one run on the other? */
bool map_same_record(const struct skep_map *a, const struct skep_map *b);

static inline struct skep_map *map_get(struct skep_map *map)
{
	object_get(&map->obj);
	return map;
}

/* bpf()'s value size: a per-CPU map's copies, rounded up. */
static inline size_t map_user_value_size(const struct skep_map *map)
{
	size_t one = map->def.value_size;
	return map->type->percpu ? ((one + 7) & ~(size_t)7) * map->run->nr_cpus : one;
}

/* The bpf() forms: generic code over the type's row (maps/syscall_ops.c).  Run is a control run of the
 * calling thread (thread_control_run()). */
int map_sys_lookup(struct skep_map *map, const void *key, void *value, uint64_t flags, struct skep_run *run);
int map_sys_update(struct skep_map *map, const void *key, const void *value, uint64_t flags,
		   struct skep_run *run);
int map_sys_delete(struct skep_map *map, const void *key, struct skep_run *run);
int map_sys_next_key(struct skep_map *map, const void *key, void *next, struct skep_run *run);
/* Batch commands.  in NULL: from the start; out gets where to go on.  Type's batch or generic. */
int map_sys_batch(struct skep_map *map, const void *in, void *out, void *keys, void *values, uint32_t *count,
		  bool delete, uint64_t flags, struct skep_run *run);
/* Bytes of *in and *out: the key size, or 4 where the type has buckets. */
size_t map_batch_cursor_size(const struct skep_map *map);
int map_sys_lookup_and_delete(struct skep_map *map, const void *key, void *value, uint64_t flags,
			      struct skep_run *run);

#endif
