/*
 * scc.c - loops that the walk does not unroll: those of helpers that call a function again and again.
 *
 * Such a loop converges when an iteration arrives in a state that is covered by one that is still
 * being explored.  Only then it is not yet known which numbers of that state matter, so all must match, and
 * what turns out to matter later must be carried over to the path that ended there: a back edge.
 *
 * Instructions that can follow each other in circles are a strongly connected component; so is each call
 * of a looping helper on its own.  A visit is one component under one chain of calls, from the first
 * recorded state in it until that state is complete.  Then the back edges are followed until nothing new is
 * marked.  Until then, complete states of the component are not final: they are compared in full.
 */
#include <errno.h>
#include <string.h>
#include "core/instance.h"
#include "verifier/env.h"

#define MAX_ROUNDS 64

struct back_edge {
	struct back_edge *next;
	struct state st;        /* where the path ended */
	const struct state *to; /* what covered it */
};

struct scc_visit {
	struct scc_visit *next;
	uint32_t scc, nr_calls;
	uint32_t calls[VF_FRAMES];
	const struct state *entry; /* NULL: not being visited */
	struct back_edge *edges;
};

/* ------------------------------------------------------------------ components (Tarjan's algorithm) */

struct tarjan {
	uint32_t *pre, *low, *path, *open;
	uint32_t nr_pre, nr_path, nr_open, nr_scc;
};

static void close_component(struct vf *v, struct tarjan *t, uint32_t root)
{
	bool alone = t->open[t->nr_open - 1] == root;
	uint32_t next[2], self = 0;
	unsigned n = vf_successors(v, root, next);

	for (unsigned i = 0; i < n; i++)
		self |= next[i] == root;
	bool loop = !alone || self || v->info[root].calls_callback;
	uint32_t number = loop ? ++t->nr_scc : 0, w;
	do {
		w = t->open[--t->nr_open];
		v->info[w].scc = number;
		t->low[w] = UINT32_MAX; /* closed */
	} while (w != root);
}

static void components_from(struct vf *v, struct tarjan *t, uint32_t start)
{
	t->path[t->nr_path++] = start;
	while (t->nr_path) {
		uint32_t w = t->path[t->nr_path - 1], next[2];
		unsigned n = vf_successors(v, w, next);
		bool pushed = false;

		if (!t->pre[w]) {
			t->pre[w] = t->low[w] = ++t->nr_pre;
			t->open[t->nr_open++] = w;
		}
		for (unsigned i = 0; i < n && !pushed; i++) {
			if (!t->pre[next[i]]) {
				t->path[t->nr_path++] = next[i];
				pushed = true;
			} else if (t->low[next[i]] < t->low[w]) {
				t->low[w] = t->low[next[i]];
			}
		}
		if (pushed)
			continue;
		t->nr_path--;
		if (t->low[w] == t->pre[w])
			close_component(v, t, w);
	}
}

int vf_find_loops(struct vf *v)
{
	uint32_t n = v->nr_insns;
	uint32_t *memory;

	for (uint32_t i = 0; i < n; i++)
		v->open_loops |= v->info[i].calls_callback;
	if (!v->open_loops)
		return 0;
	memory = skep_alloc(v->inst, 4 * (size_t)n * sizeof(*memory));
	if (!memory)
		return vf_nomem(v);
	struct tarjan t = {.pre = memory,
			   .low = memory + n,
			   .path = memory + 2 * (size_t)n,
			   .open = memory + 3 * (size_t)n};
	for (uint32_t i = 0; i < n; i++)
		if (!t.pre[i] && !v->info[i].second_half)
			components_from(v, &t, i);
	skep_release(v->inst, memory, 4 * (size_t)n * sizeof(*memory));
	return 0;
}

/* ------------------------------------------------------------------ visits */

/* The component that a state is in: that of the outermost frame which is in one. */
static bool chain_of(const struct vf *v, const struct state *st, struct scc_visit *key)
{
	key->nr_calls = 0;
	for (uint32_t f = 0; f <= st->depth; f++) {
		uint32_t at = f == st->depth ? st->insn : st->frames[f + 1]->callsite;
		key->scc = v->info[at].scc;
		if (key->scc)
			return true;
		key->calls[key->nr_calls++] = at;
	}
	return false;
}

static struct scc_visit *find_visit(struct vf *v, const struct state *st, bool create)
{
	struct scc_visit key = {0}, *w;

	if (!v->open_loops || !chain_of(v, st, &key))
		return NULL;
	for (w = v->scc_visits; w; w = w->next)
		if (w->scc == key.scc && w->nr_calls == key.nr_calls &&
		    !memcmp(w->calls, key.calls, key.nr_calls * sizeof(*key.calls)))
			return w;
	if (!create)
		return NULL;
	w = pool_zero(&v->pool, sizeof(*w));
	if (!w)
		return NULL;
	*w = key;
	w->next = v->scc_visits;
	v->scc_visits = w;
	return w;
}

int vf_loop_enter(struct vf *v, const struct state *recorded)
{
	struct scc_visit key = {0}, *w = find_visit(v, recorded, true);

	if (!w)
		return v->open_loops && chain_of(v, recorded, &key) ? vf_nomem(v) : 0;
	if (!w->entry)
		w->entry = recorded;
	return 0;
}

bool vf_loop_incomplete(struct vf *v, const struct state *recorded)
{
	const struct scc_visit *w = find_visit(v, recorded, false);

	return w && w->edges;
}

int vf_loop_back_edge(struct vf *v, const struct state *to)
{
	struct scc_visit *w = find_visit(v, to, true);
	struct back_edge *e = w ? pool_zero(&v->pool, sizeof(*e)) : NULL;

	if (!e || state_copy(&v->pool, &e->st, v->cur)) {
		if (e)
			pool_give(&v->pool, e, sizeof(*e));
		return vf_nomem(v);
	}
	e->st.insn = v->insn;
	e->to = to;
	e->next = w->edges;
	w->edges = e;
	v->nr_back_edges++;
	return 0;
}

static void drop_edges(struct vf *v, struct scc_visit *w)
{
	while (w->edges) {
		struct back_edge *e = w->edges;
		w->edges = e->next;
		state_clear(&v->pool, &e->st);
		pool_give(&v->pool, e, sizeof(*e));
		v->nr_back_edges--;
	}
}

/* A recorded state is complete: if a visit began with it, the visit is over. */
void vf_loop_exit(struct vf *v, const struct state *recorded)
{
	struct scc_visit *w = find_visit(v, recorded, false);
	bool changed = true;

	if (!w || w->entry != recorded)
		return;
	for (int round = 0; changed; round++) {
		changed = false;
		for (struct back_edge *e = w->edges; e; e = e->next) {
			if (round < MAX_ROUNDS)
				vf_carry_precision(v, e->to, &e->st, &changed);
			else
				vf_all_precise(&e->st);
		}
	}
	w->entry = NULL;
	drop_edges(v, w);
}

void vf_loops_free(struct vf *v)
{
	while (v->scc_visits) {
		struct scc_visit *w = v->scc_visits;
		v->scc_visits = w->next;
		drop_edges(v, w);
		pool_give(&v->pool, w, sizeof(*w));
	}
}
