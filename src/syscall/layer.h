/*
 * layer.h - the bpf() layer of an instance: objects as file descriptors, ids, the caller's threads.
 *
 * Every object given to a client has a record here and is a memfd to the outside: identity is the
 * inode (docs/objects.md).  The record holds one reference to the object for as long as some
 * descriptor of it is open anywhere, which the sweep finds out.
 *
 * All of this is control half: one mutex guards the tables.  Map operations and program runs
 * happen outside of it, on objects held by a reference.
 */
#ifndef SKEP_SYSCALL_LAYER_H
#define SKEP_SYSCALL_LAYER_H

#include "btf/btf.h"
#include "core/map.h"
#include "core/prog.h"
#include "core/thread.h"
#include "verifier/verifier.h"

#include <pthread.h>
#include <skep/bpf.h>
#include <sys/types.h>

enum object_kind { OBJECT_MAP, OBJECT_PROG, OBJECT_BTF, OBJECT_KINDS };

struct btf_object {
	struct object obj;
	struct skep *inst;
	struct btf_data data;
	void *owner; /* its record */
};

/* What the bpf() layer knows beyond the core's object. */
struct record {
	struct record *next_inode, *next_id; /* hash chains */
	enum object_kind kind;
	struct object *obj;
	void (*destroy)(struct object *obj); /* the object's own, called after the record is gone */
	uint32_t id;
	int fd;       /* our description of the memfd; carries no lock */
	int event_fd; /* ring buffers: see skep_ring_event_fd(); -1: none yet */
	dev_t dev;
	ino_t ino;
	bool held; /* the record holds a reference: descriptors are, or may be, open, or it has names */
	uint32_t nr_pins;
	uint32_t control; /* maps: number of its word in the control page, 0: none; see share.h */
	bool limited;     /* some descriptor of it does not allow both reading and writing */
	/* maps */
	struct btf_object *btf;
	uint32_t btf_key_type_id, btf_value_type_id;
	/* programs */
	uint64_t run_time_ns, run_cnt;
	struct btf_object *prog_btf;
	void *func_info, *line_info; /* as given by the client */
	uint32_t func_info_cnt, func_info_rec_size, line_info_cnt, line_info_rec_size;
	uint32_t uid;
};

/* What the verifier said last, for those who want more than its log (skep verify). */
struct verdict {
	char name[16];
	int err;
	struct verify_stats stats;
	struct diag diag;
};

/* A name in a bpf filesystem: the record is held for as long as there is one. */
struct pin {
	struct pin *next;
	struct record *record;
	int fd; /* of the file that stands for it */
	dev_t dev;
	ino_t ino;
};

#define LAYER_BUCKETS 1024

struct bpf_layer {
	pthread_mutex_t lock;
	struct record *by_inode[LAYER_BUCKETS], *by_id[OBJECT_KINDS][LAYER_BUCKETS];
	uint32_t last_id[OBJECT_KINDS];
	uint32_t nr_records, sweep_at;
	pthread_key_t thread_key; /* struct joined *: this thread's slot */
	struct verdict last;
	struct btf_data kernel_btf; /* see layer_kernel_btf() */
	bool kernel_btf_tried;
	struct share *share; /* what members of a session see of its maps, or NULL: share.h */
	/* where threads get their slots, if not from the instance: see layer_thread() */
	int (*borrow)(uint32_t *slot);
	void (*give_back)(uint32_t slot);
	int stats_fd;         /* what BPF_ENABLE_STATS gives descriptors of, or -1: none yet */
	struct event *events; /* event.h */
	uint32_t nr_events;
	pthread_rwlock_t runs; /* read: a program runs; write: what runs may have found goes */
	struct pin *pins;
	dev_t pin_device; /* names are files of this one; 0: of any */
	int inotify;      /* see layer_watch(), or -1 */
};

/* skep_open() with other memory for maps. */
int layer_open(const struct skep_options *options, const struct region_ops *regions, struct skep **instance);

/* This thread's run for control operations.  -EAGAIN when there are too many threads. */
int layer_thread(struct skep *inst, struct skep_thread **thread);
int layer_run(struct skep *inst, struct skep_run *run);

/* Makes obj an object with an id and gives a first descriptor (open flags: O_RDWR, O_RDONLY or O_WRONLY).
 * Takes over the caller's reference, also on failure. */
int layer_publish(struct skep *inst, enum object_kind kind, struct object *obj, int access,
		  struct record **record);

/* The object of a descriptor, with a reference; -EBADF, -EINVAL (not ours, or another kind).
 * access (O_RDONLY, O_WRONLY, O_RDWR) may be NULL. */
int layer_from_fd(struct skep *inst, int fd, enum object_kind kind, struct record **record, int *access);

static inline void layer_put(struct record *record)
{
	object_put(record->obj);
}

/* A descriptor of BPF_ENABLE_STATS; is any open anywhere? */
int layer_stats_fd(struct skep *inst);
bool layer_measures(struct skep *inst);

/* A descriptor for a client of one of our files, with the lock that says "in use". */
int layer_reopen(int own, int access);

/* No more writes by bpf(). */
void layer_freeze(struct skep *inst, struct record *record);

/* A further descriptor of the object with this id.  -ENOENT. */
int layer_fd_by_id(struct skep *inst, enum object_kind kind, uint32_t id, int access);
/* Smallest id above `after`.  -ENOENT. */
int layer_next_id(struct skep *inst, enum object_kind kind, uint32_t after, uint32_t *id);

/* Lets go of the objects of which no descriptor is open any more; the number of those that are held by one,
 * or by a name.
 */
unsigned layer_sweep(struct skep *inst);
/* From now on the inotify descriptor becomes readable when a description of an object is closed. */
void layer_watch(struct skep *inst, int inotify);
/* The object gets the file as a name, for as long as the file has a link in its file system.  Takes over fd.
 * -EEXIST: the file stands for another object; -ENOMEM.  pin.c */
int layer_pin(struct skep *inst, struct record *record, int fd);
/* The object that the file stands for, with a reference; -EACCES: none. */
int layer_pinned(struct skep *inst, int fd, struct record **record);
/* Forgets names that have been removed.  Part of layer_sweep(). */
void layer_sweep_pins(struct skep *inst);
void layer_each_pin(struct skep *inst, void (*visit)(void *arg, const struct pin *pin), void *arg);
/* A first or further descriptor of an object that the caller holds. */
int layer_new_fd(struct skep *inst, struct record *record, int access);
/* Changes of the file of a descriptor wake the sweeper, too: IN_... */
void layer_watch_file(const struct bpf_layer *layer, int fd, uint32_t events);

/* Calls visit for each object, with the layer's lock held. */
void layer_each(struct skep *inst, void (*visit)(void *arg, const struct record *record), void *arg);

/* The kernel's types: those of the running kernel, or of the file that SKEP_BTF names.  NULL: there are none
 * here. */
const struct btf_data *layer_kernel_btf(struct skep *inst);
/* Does the running kernel list that symbol?  What is not its BTF (SKEP_BTF) is taken to have all. */
bool layer_kernel_has(const char *symbol);

/* The verdict of the last BPF_PROG_LOAD that reached the verifier. */
void layer_last_verdict(struct skep *inst, struct verdict *verdict);

/* Wake those who poll rings that have unread records. */
void layer_wake_rings(struct skep *inst);

static inline struct skep_map *record_map(const struct record *r)
{
	return (struct skep_map *)r->obj;
}

static inline struct skep_prog *record_prog(const struct record *r)
{
	return (struct skep_prog *)r->obj;
}

static inline struct btf_object *record_btf(const struct record *r)
{
	return (struct btf_object *)r->obj;
}

#endif
