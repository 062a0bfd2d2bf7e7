/*
 * test_deaths.c - writers that are killed, at every single instruction and at random, and many at once.
 *
 * A child opens a thread, does one operation and is killed after N instructions; N goes from 0 to the
 * operation's end.  Then the parent uses the same keys: nothing may hang, values are old or new and whole,
 * and in the end the map holds exactly as many entries as it may.  The next child takes over the dead one's
 * slot.
 */
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "maps.h"
#include "maps/ring.h"

enum {
	ENTRIES = 12,
	WORDS = 8,
#ifdef __SANITIZE_ADDRESS__
	STRIDE = 29, /* many more instructions */
#else
	STRIDE = 1,
#endif
};

struct value {
	uint64_t word[WORDS];
};

static struct value value_of(uint64_t n)
{
	struct value v;

	for (int i = 0; i < WORDS; i++)
		v.word[i] = n;
	return v;
}

static bool whole(const struct value *v)
{
	for (int i = 1; i < WORDS; i++)
		if (v->word[i] != v->word[0])
			return false;
	return true;
}

typedef void (*op_fn)(struct skep_thread *thread, struct skep_map *map);

/* Runs op in a child and kills it after `steps` instructions; false: the operation had ended before. */
static bool kill_after(struct world *w, struct skep_map *map, op_fn op, unsigned steps)
{
	pid_t pid = fork();
	bool inside = true;
	int status;

	if (!pid) {
		struct skep_thread *thread;
		if (skep_thread_open(w->inst, &thread))
			_exit(1);
		ptrace(PTRACE_TRACEME, 0, 0, 0);
		raise(SIGSTOP);
		op(thread, map);
		raise(SIGSTOP);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSTOPPED(status));
	for (unsigned i = 0; i < steps && inside; i++) {
		ptrace(PTRACE_SINGLESTEP, pid, 0, 0);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		inside = WIFSTOPPED(status) && WSTOPSIG(status) == SIGTRAP;
	}
	kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) == pid && !WIFSIGNALED(status))
		;
	return inside;
}

static void put_present(struct skep_thread *thread, struct skep_map *map)
{
	struct value v = value_of(1000);

	skep_map_update(thread, map, &(uint32_t){1}, &v, BPF_ANY);
}

static void put_absent(struct skep_thread *thread, struct skep_map *map)
{
	struct value v = value_of(2000);

	skep_map_update(thread, map, &(uint32_t){2}, &v, BPF_ANY);
}

static void delete_present(struct skep_thread *thread, struct skep_map *map)
{
	skep_map_delete(thread, map, &(uint32_t){1});
}

/* However the child died, the parent's view is right and it can write. */
static void check_hash(struct world *w, struct skep_map *map, bool lru)
{
	struct value v;

	for (uint32_t key = 1; key <= 2; key++) {
		if (!skep_map_lookup(w->thread, map, &key, &v))
			assert_true(whole(&v));
		struct value n = value_of(key);
		int err = skep_map_update(w->thread, map, &key, &n, BPF_ANY);
		assert_true(err == 0 || (!lru && err == -E2BIG));
		if (!err) {
			assert_int_equal(skep_map_lookup(w->thread, map, &key, &v), 0);
			assert_true(whole(&v) && v.word[0] == key);
		}
	}
	assert_true(skep_map_delete(w->thread, map, &(uint32_t){2}) != -EBUSY);
}

/* Exactly so many entries fit, and no more. */
static void check_capacity(struct skep_thread *thread, struct skep_map *map)
{
	uint32_t key, n = 0;
	struct value v = value_of(5);

	while (!skep_map_next_key(thread, map, NULL, &key))
		assert_int_equal(skep_map_delete(thread, map, &key), 0);
	for (key = 100; key < 200; key++)
		n += skep_map_update(thread, map, &key, &v, BPF_ANY) == 0;
	assert_int_equal(n, ENTRIES);
	while (!skep_map_next_key(thread, map, NULL, &key))
		assert_int_equal(skep_map_delete(thread, map, &key), 0);
}

static void step_through(uint32_t type, op_fn op)
{
	struct world w = world_new(2, 2);
	struct skep_map *map = new_map(&w, type, 4, sizeof(struct value), ENTRIES, 0);
	bool lru = type == BPF_MAP_TYPE_LRU_HASH;
	unsigned kills = 0;
	struct value v = value_of(7);
	struct skep_thread *heir;

	for (unsigned steps = 0;; steps += STRIDE, kills++) {
		/* full but for one entry, or for an LRU full: an insert then evicts */
		for (uint32_t key = 50; key < 50 + ENTRIES - 2; key++)
			assert_int_equal(skep_map_update(w.thread, map, &key, &v, BPF_ANY), 0);
		skep_map_update(w.thread, map, &(uint32_t){1}, &v, BPF_ANY);
		if (lru)
			skep_map_update(w.thread, map, &(uint32_t){3}, &v, BPF_ANY);
		if (!kill_after(&w, map, op, steps))
			break;
		check_hash(&w, map, lru);
	}
	assert_true(kills > 10);
	assert_int_equal(skep_thread_open(w.inst, &heir), 0);
	if (!lru)
		check_capacity(heir, map);
	skep_thread_close(heir);
	skep_map_put(map);
	world_free(&w);
}

static void hash_update(void **state)
{
	step_through(BPF_MAP_TYPE_HASH, put_present);
}

static void hash_insert(void **state)
{
	step_through(BPF_MAP_TYPE_HASH, put_absent);
}

static void hash_delete(void **state)
{
	step_through(BPF_MAP_TYPE_HASH, delete_present);
}

static void lru_insert(void **state)
{
	step_through(BPF_MAP_TYPE_LRU_HASH, put_absent);
}

/* ------------------------------------------------------------------- longest prefix match */

static const uint8_t lpm_keys[ENTRIES][8] = {{8, 0, 0, 0, 10},
					     {16, 0, 0, 0, 10, 1},
					     {24, 0, 0, 0, 10, 1, 1},
					     {24, 0, 0, 0, 10, 1, 2},
					     {12, 0, 0, 0, 10, 0x80},
					     {20, 0, 0, 0, 20, 1, 0x80},
					     {20, 0, 0, 0, 20, 1, 0x40},
					     {32, 0, 0, 0, 30, 1, 1, 1},
					     {32, 0, 0, 0, 30, 1, 1, 2},
					     {32, 0, 0, 0, 30, 1, 1, 3},
					     {9, 0, 0, 0, 40}};
static const uint8_t lpm_fork[8] = {24, 0, 0, 0, 20, 1, 0xc0}, lpm_pair[8] = {32, 0, 0, 0, 30, 1, 1, 2};

static void lpm_replace(struct skep_thread *thread, struct skep_map *map)
{
	struct value v = value_of(1000);

	skep_map_update(thread, map, lpm_keys[1], &v, BPF_ANY);
}

/* needs a fork as well */
static void lpm_insert(struct skep_thread *thread, struct skep_map *map)
{
	struct value v = value_of(2000);

	skep_map_update(thread, map, lpm_fork, &v, BPF_ANY);
}

/* its fork goes too */
static void lpm_delete(struct skep_thread *thread, struct skep_map *map)
{
	skep_map_delete(thread, map, lpm_pair);
}

static void lpm_step_through(op_fn op)
{
	struct world w = world_new(2, 2);
	struct map_def def = {.type = BPF_MAP_TYPE_LPM_TRIE,
			      .key_size = 8,
			      .value_size = sizeof(struct value),
			      .max_entries = ENTRIES,
			      .flags = BPF_F_NO_PREALLOC};
	struct value v = value_of(7);
	struct skep_map *map;
	unsigned kills = 0, n = 0;
	uint8_t key[8];

	assert_int_equal(map_create(w.inst, &def, &map), 0);
	for (unsigned steps = 0;; steps += STRIDE, kills++) {
		for (unsigned i = 0; i < ENTRIES - 1; i++)
			assert_int_equal(skep_map_update(w.thread, map, lpm_keys[i], &v, BPF_ANY), 0);
		skep_map_delete(w.thread, map, lpm_fork);
		if (!kill_after(&w, map, op, steps))
			break;
		for (unsigned i = 0; i < ENTRIES - 1; i++) {
			struct value got;
			int err = skep_map_lookup(w.thread, map, lpm_keys[i], &got);
			bool going = op == lpm_delete && !memcmp(lpm_keys[i], lpm_pair, sizeof(lpm_pair));
			assert_true(err ? going && err == -ENOENT : whole(&got));
		}
		/* a write takes the dead one's lock over */
		assert_int_equal(skep_map_update(w.thread, map, lpm_keys[0], &v, BPF_ANY), 0);
	}
	assert_true(kills > 10);
	while (!skep_map_next_key(w.thread, map, NULL, key))
		assert_int_equal(skep_map_delete(w.thread, map, key), 0);
	for (uint8_t i = 0; i < 100; i++)
		n += !skep_map_update(w.thread, map, (uint8_t[8]){32, 0, 0, 0, i, 7, (uint8_t)(i * 37), 1},
				      &v, BPF_ANY);
	assert_int_equal(n, ENTRIES);
	skep_map_put(map);
	world_free(&w);
}

static void lpm_replaces(void **state)
{
	lpm_step_through(lpm_replace);
}

static void lpm_inserts(void **state)
{
	lpm_step_through(lpm_insert);
}

static void lpm_deletes(void **state)
{
	lpm_step_through(lpm_delete);
}

static void produce(struct skep_thread *thread, struct skep_map *map)
{
	struct skep_run run;
	void *record;

	thread_run_init(thread, &run);
	record = ring_reserve((struct ring_run *)map->run, 40, &run);
	if (record) {
		memset(record, 3, 40);
		ring_commit(record, false, 0, &run);
	}
}

/* After each death the ring goes on: what the dead one left is discarded or whole. */
static void ring_produce(void **state)
{
	struct world w = world_new(2, 2);
	struct skep_map *map = new_map(&w, BPF_MAP_TYPE_RINGBUF, 0, 0, 4096, 0);
	struct ring_run *r = (struct ring_run *)map->run;
	struct skep_run run;
	uint32_t size;

	for (unsigned steps = 0; kill_after(&w, map, produce, steps); steps += STRIDE) {
		thread_run_init(w.thread, &run);
		/* fill it: a full ring is what makes the producer look for the dead */
		void *record;
		unsigned n = 0, got = 0;
		while ((record = ring_reserve(r, 200, &run))) {
			memset(record, 9, 200);
			ring_commit(record, false, 0, &run);
			n++;
		}
		assert_true(n >= 18);
		const uint8_t *in;
		while ((in = skep_ring_peek(map, &size))) {
			assert_true((size == 200 && in[0] == 9 && in[199] == 9) ||
				    (size == 40 && in[0] == 3 && in[39] == 3));
			got += size == 200;
			skep_ring_consume(map);
		}
		assert_int_equal(got, n);
		assert_int_equal(ring_query(r, BPF_RB_AVAIL_DATA), 0);
	}
	skep_map_put(map);
	world_free(&w);
}

/* ---------------------------------------------------------------------------------- many at once */

enum { KEYS = 64, MEMBERS = 4 };

static void churn(struct skep *inst, struct skep_map *map, unsigned seed, unsigned rounds)
{
	struct skep_thread *thread;
	struct value v;

	if (skep_thread_open(inst, &thread))
		return;
	for (unsigned i = 0; i < rounds; i++) {
		seed = seed * 1103515245 + 12345;
		uint32_t key = seed >> 10 & (KEYS - 1);
		switch (seed >> 20 & 3) {
		case 0: skep_map_delete(thread, map, &key); break;
		case 1:
			skep_map_lookup(thread, map, &key, &v);
			break; /* may be another key's by now, as in Linux */
		default:
			v = value_of((uint64_t)key << 32 | i);
			skep_map_update(thread, map, &key, &v, BPF_ANY);
		}
	}
	skep_thread_close(thread);
}

static void processes(void **state)
{
	struct world w = world_new(64, 4);
	struct skep_map *map = new_map(&w, BPF_MAP_TYPE_HASH, 4, sizeof(struct value), KEYS * 3 / 4, 0);
	unsigned left = 60;
	struct skep_thread *threads[64];
	uint32_t key, n = 0;
	pid_t pids[MEMBERS];

	for (int m = 0; m < MEMBERS; m++) {
		pids[m] = fork();
		if (!pids[m]) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			churn(w.inst, map, (unsigned)getpid(), UINT32_MAX);
			_exit(0);
		}
	}
	while (left--) {
		int m = (int)(left % MEMBERS), status;
		usleep(1000 + left * 37);
		kill(pids[m], SIGKILL);
		waitpid(pids[m], &status, 0);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
		pids[m] = fork();
		if (!pids[m]) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			churn(w.inst, map, (unsigned)getpid() + left, UINT32_MAX);
			_exit(0);
		}
	}
	for (int m = 0; m < MEMBERS; m++) {
		kill(pids[m], SIGKILL);
		waitpid(pids[m], NULL, 0);
	}
	/* all slots but ours can be had, and with them all that the dead held */
	unsigned slots = 0;
	while (slots < 64 && !skep_thread_open(w.inst, &threads[slots]))
		slots++;
	assert_int_equal(slots, 63);
	for (key = 0; key < KEYS; key++) {
		int err = skep_map_delete(w.thread, map, &key);
		assert_true(err == 0 || err == -ENOENT);
	}
	struct value v = value_of(1);
	for (key = 0; key < KEYS; key++)
		n += skep_map_update(w.thread, map, &key, &v, BPF_ANY) == 0;
	assert_int_equal(n, KEYS * 3 / 4);
	while (slots)
		skep_thread_close(threads[--slots]);
	skep_map_put(map);
	world_free(&w);
}

struct job {
	struct skep *inst;
	struct skep_map *map;
	unsigned seed;
};

static void *churn_thread(void *arg)
{
	struct job *job = arg;

	churn(job->inst, job->map, job->seed, 100000);
	return NULL;
}

static void threads(void **state)
{
	static const uint32_t types[] = {BPF_MAP_TYPE_HASH, BPF_MAP_TYPE_LRU_HASH};

	for (int t = 0; t < 2; t++) {
		struct world w = world_new(8, 8);
		struct skep_map *map = new_map(&w, types[t], 4, sizeof(struct value), KEYS / 2, 0);
		struct job jobs[MEMBERS];
		pthread_t ids[MEMBERS];
		uint32_t n = 0;
		struct value v = value_of(1);

		for (int m = 0; m < MEMBERS; m++) {
			jobs[m] = (struct job){w.inst, map, (unsigned)m * 77777 + 1};
			pthread_create(&ids[m], NULL, churn_thread, &jobs[m]);
		}
		for (int m = 0; m < MEMBERS; m++)
			pthread_join(ids[m], NULL);
		for (uint32_t key = 0; key < KEYS; key++) {
			int err = skep_map_delete(w.thread, map, &key);
			assert_true(err == 0 || err == -ENOENT);
		}
		for (uint32_t key = 0; key < KEYS; key++)
			n += skep_map_update(w.thread, map, &key, &v, BPF_NOEXIST) == 0;
		assert_int_equal(n, t == 0 ? KEYS / 2 : KEYS);
		skep_map_put(map);
		world_free(&w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hash_update), cmocka_unit_test(hash_insert),  cmocka_unit_test(hash_delete),
		cmocka_unit_test(lru_insert),  cmocka_unit_test(ring_produce), cmocka_unit_test(processes),
		cmocka_unit_test(threads),     cmocka_unit_test(lpm_replaces), cmocka_unit_test(lpm_inserts),
		cmocka_unit_test(lpm_deletes),
	};

	return check_run(tests);
}
