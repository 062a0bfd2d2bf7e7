/*
 * hooks.c - the engine: what is attached where.
 */
#include "hooks/engine.h"
#include "hooks/returns.h"

#include "core/options.h"
#include "core/prog.h"
#include "core/thread.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __x86_64__
#define HWCAP2_FSGSBASE 2

static bool available(void)
{
	return getauxval(AT_HWCAP2) & HWCAP2_FSGSBASE;
}
#else
static bool available(void)
{
	return false;
}
#endif

/* ------------------------------------------------------------------------------- opening and closing */

/* Engines whose threads may still be in stubs when they are closed keep their agent: stubs name it. */
static pthread_mutex_t all_lock = PTHREAD_MUTEX_INITIALIZER;
static struct hooks *all;

static int lend_owners(struct hooks *hooks)
{
	struct agent *agent = hooks->agent;

	for (uint32_t i = 0; i < agent->nr_owners; i++) {
		uint32_t slot;
		int err = thread_lend(hooks->inst, &slot);
		if (err)
			return err;
		agent->owners[i].owner = slot + 1;
	}
	return 0;
}

static void return_owners(struct hooks *hooks)
{
	for (uint32_t i = 0; i < hooks->agent->nr_owners; i++)
		if (hooks->agent->owners[i].owner)
			thread_return(hooks->inst, hooks->agent->owners[i].owner - 1);
}

static void before_fork(void)
{
	pthread_mutex_lock(&all_lock);
}

static void after_fork_in_parent(void)
{
	pthread_mutex_unlock(&all_lock);
}

/* The child has one thread, a pid of its own and needs thread slots of its own. */
static void after_fork_in_child(void)
{
	pthread_mutex_init(&all_lock, NULL);
	for (struct hooks *h = all; h; h = h->next) {
		pthread_mutex_init(&h->lock, NULL);
		for (uint32_t i = 0; i < AGENT_THREADS; i++)
			if (h->agent->keys[i])
				h->agent->keys[i] = AGENT_GONE;
		for (uint32_t i = 0; i < h->agent->nr_owners; i++) {
			h->agent->owners[i].taken = 0;
			h->agent->owners[i].owner = 0;
		}
		lend_owners(h); /* without slots events are lost and counted */
		atomic_store(&h->agent->pid, (uint32_t)getpid());
	}
}

static void *map_zero(size_t size)
{
	void *p =
		mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

static int set_up_agent(struct hooks *hooks, uint32_t threads)
{
	size_t owners = threads * sizeof(struct agent_owner);

	hooks->agent_size = sizeof(struct agent) + owners;
	hooks->threads_size = AGENT_THREADS * sizeof(struct agent_thread);
	hooks->agent = map_zero(hooks->agent_size);
	if (!hooks->agent)
		return -ENOMEM;
	hooks->agent->threads = map_zero(hooks->threads_size);
	if (!hooks->agent->threads)
		return -ENOMEM;
	hooks->agent->env = &hooks->inst->env;
	hooks->agent->budget = hooks->inst->budget;
	hooks->agent->pid = (uint32_t)getpid();
	hooks->agent->owners = (struct agent_owner *)(hooks->agent + 1);
	hooks->agent->nr_owners = threads;
	return lend_owners(hooks);
}

static void free_hooks(struct hooks *hooks)
{
	if (hooks->agent) {
		return_owners(hooks);
		if (hooks->agent->threads)
			munmap(hooks->agent->threads, hooks->threads_size);
		munmap(hooks->agent, hooks->agent_size);
	}
	pthread_mutex_destroy(&hooks->lock);
	free(hooks);
}

int hooks_open(struct skep *inst, const struct hooks_options *options, struct hooks **out)
{
	static bool fork_handled;
	struct hooks_options o;
	struct hooks *hooks;
	int err = options_read(&o, sizeof(o), options);

	if (err)
		return err;
	if (!available())
		return -EOPNOTSUPP;
	hooks = calloc(1, sizeof(*hooks));
	if (!hooks)
		return -ENOMEM;
	hooks->inst = inst;
	pthread_mutex_init(&hooks->lock, NULL);
	err = set_up_agent(hooks, o.max_threads ? o.max_threads : 32);
	if (!err)
		err = trap_handler_get(hooks->agent);
	if (err) {
		free_hooks(hooks);
		return err;
	}
	pthread_mutex_lock(&all_lock);
	if (!fork_handled)
		fork_handled = !pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
	hooks->next = all;
	all = hooks;
	pthread_mutex_unlock(&all_lock);
	*out = hooks;
	return 0;
}

int hooks_close(struct hooks *hooks)
{
	if (!hooks)
		return 0;
	while (hooks->list)
		hook_detach(hooks->list);
	if (!hooks_quiet(hooks))
		return -EBUSY;
	lists_sweep(hooks);
	free(hooks->garbage);
	pthread_mutex_lock(&all_lock);
	for (struct hooks **h = &all; *h; h = &(*h)->next)
		if (*h == hooks) {
			*h = hooks->next;
			break;
		}
	pthread_mutex_unlock(&all_lock);
	trap_handler_put(hooks->agent);
	return_owners(hooks);
	calls_free(hooks);
	hooks_images_close(hooks);
	/* a thread may be on its way through a stub: stubs, sites, the agent and its empty lists stay, and
	 * the records' addresses */
	madvise(hooks->agent->threads, hooks->threads_size, MADV_DONTNEED);
	free(hooks->pool.pages);
	free(hooks);
	return 0;
}

/* --------------------------------------------------------------------------------------- attaching */

struct attach {
	struct hooks *hooks;
	const struct hook_spec *spec;
	struct hook *hook;
	struct image_ref ref;
	char *why;
	size_t why_size;
};

__attribute__((format(printf, 2, 3))) static int refuse(struct attach *a, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(a->why, a->why_size, format, args);
	va_end(args);
	return -EOPNOTSUPP;
}

static struct site *site_at(struct attach *a, uint64_t at)
{
	for (struct site *s = a->hooks->sites; s; s = s->next)
		if (s->bias == a->ref.bias && site_has(s, at))
			return s;
	return NULL;
}

static bool in_the_way(struct attach *a, const struct site *site)
{
	for (struct site *s = a->hooks->sites; s; s = s->next)
		if (s->set && s->bias == a->ref.bias && site_overlaps(s, site->at, site->at + site->window))
			return true;
	return false;
}

static int new_site(struct attach *a, uint64_t at, bool back, struct site **out)
{
	struct site *site = calloc(1, sizeof(*site));
	int err;

	if (!site)
		return -ENOMEM;
	err = site_plan(a->ref.image, at, back, site);
	if (!err && site->method == SITE_BY_JUMP && in_the_way(a, site)) {
		err = site_plan_trap(a->ref.image, at, "another hook's jump is too near", site);
		if (!err && in_the_way(a, site))
			err = refuse(a, "another hook's jump is there");
	} else if (err == -EOPNOTSUPP) {
		refuse(a, "the instruction there can't be moved");
	}
	site->bias = a->ref.bias;
	if (err)
		free(site);
	else
		*out = site;
	return err;
}

extern char __start_skep_agent[], __stop_skep_agent[];

/* The point in front of the instruction at `at`, its program list the hook's. */
static int add_point(struct attach *a, uint64_t at, enum point_kind kind, bool any)
{
	struct hooks *hooks = a->hooks;
	struct hook *hook = a->hook;
	const uint64_t here = at + a->ref.bias;
	struct site *site = site_at(a, at);
	const bool fresh = !site;
	int err = 0;

	if (here >= (uint64_t)__start_skep_agent && here < (uint64_t)__stop_skep_agent)
		return refuse(a, "it is part of the agent");
	if (fresh)
		err = new_site(a, at, kind == POINT_RETURN, &site);
	if (err)
		return err;
	uint8_t points = site->nr_points;
	struct hook_point *point = site_point(site, at, kind, any, hooks->agent);
	if (!point)
		return refuse(a, "too many hooks in one place");
	if (!site_ready(site) || site->nr_points != points) {
		err = site_build(site, &hooks->pool, hooks->agent);
		if (err) {
			site->nr_points = points;
			if (err == -ERANGE || err == -ENOSPC)
				err = refuse(a, "no memory for a stub within reach");
			if (fresh)
				free(site);
			return err;
		}
	}
	if (fresh) {
		site->next = hooks->sites;
		hooks->sites = site;
	}
	err = list_add(hooks, &point->list, hook);
	if (err)
		return err;
	hook->lists[hook->nr_lists++] = &point->list;
	hook->sites[hook->nr_sites++] = site;
	return 0;
}

static int room_for(struct hook *hook, uint32_t n)
{
	hook->lists = calloc(n, sizeof(*hook->lists));
	hook->sites = calloc(n, sizeof(*hook->sites));
	return hook->lists && hook->sites ? 0 : -ENOMEM;
}

static int set_sites(struct hook *hook)
{
	int err = 0;

	for (uint32_t i = 0; i < hook->nr_sites && !err; i++)
		err = site_set(hook->sites[i], hook->hooks->agent, true);
	return err;
}

static int attach_entry(struct attach *a, uint64_t at)
{
	const struct image_func *func = image_func_at(a->ref.image, at);
	bool start = func && func->lo == at;
	struct insn insn;
	size_t left;
	const uint8_t *code = image_code(a->ref.image, at, &left);
	int err = room_for(a->hook, 1);

	if (err)
		return err;
	if (!code || (func && !image_starts(a->ref.image, at)) || !insn_decode(code, left, at, &insn))
		return -EILSEQ;
	/* stays the target of indirect calls */
	err = add_point(a, at + (insn.kind == INSN_ENDBR ? insn.len : 0), POINT_ENTRY, !start);
	return err ? err : set_sites(a->hook);
}

static int attach_return(struct attach *a, uint64_t at)
{
	uint64_t rets[RETURNS_MAX];
	uint32_t n;
	const char *why = returns_of(a->ref.image, at, rets, &n);
	int err;

	if (why)
		return refuse(a, "its returns can't be hooked: %s", why);
	err = room_for(a->hook, n);
	for (uint32_t i = 0; i < n && !err; i++)
		err = add_point(a, rets[i], POINT_RETURN, false);
	return err ? err : set_sites(a->hook);
}

static int attach_call(struct attach *a, bool raw)
{
	struct hooks *hooks = a->hooks;
	const uint32_t exit = a->spec->kind == HOOK_CALL_EXIT;
	const int32_t nr = a->spec->nr;
	struct hook_list *_Atomic *list = raw      ? &hooks->agent->raw_calls[exit]
					  : nr < 0 ? &hooks->agent->all_calls[exit]
						   : &hooks->agent->calls[exit][nr];
	int err;

	if (nr >= AGENT_SYSCALLS || (raw && nr >= 0))
		return -EINVAL;
	err = room_for(a->hook, 1);
	if (!err)
		err = list_add(hooks, list, a->hook);
	if (err)
		return err;
	a->hook->lists[a->hook->nr_lists++] = list;
	a->hook->calls = true;
	return hooks->call_users++ ? 0 : calls_set(hooks, true);
}

static int find_place(struct attach *a, uint64_t *at)
{
	const struct hook_spec *spec = a->spec;
	int err = hooks_image(a->hooks, spec->path, &a->ref);

	if (err)
		return err;
	if (!spec->symbol)
		return image_from_offset(a->ref.image, spec->offset, at) ? 0 : -EILSEQ;
	const struct image_symbol *symbol = image_symbol(a->ref.image, spec->symbol);
	if (!symbol)
		return -ENOENT;
	if (symbol->ifunc)
		return refuse(a, "%s is chosen when the program starts: name one of its implementations",
			      spec->symbol);
	*at = symbol->at + spec->offset;
	return 0;
}

static int attach_text(struct attach *a)
{
	const struct hook_spec *spec = a->spec;
	uint64_t at;
	int err = find_place(a, &at);

	if (!err)
		err = spec->kind == HOOK_ENTRY ? attach_entry(a, at) : attach_return(a, at);
	if (err || !spec->semaphore)
		return err;
	/* the counter is in initialised data: the file's offset names it */
	for (uint32_t i = 0; i < a->ref.image->nr_segments; i++) {
		const struct image_segment *s = &a->ref.image->segments[i];
		if (spec->semaphore - s->off < s->filesz && s->flags & 2 /* PF_W */) {
			a->hook->semaphore =
				(_Atomic uint16_t *)(spec->semaphore - s->off + s->vaddr + a->ref.bias);
			atomic_fetch_add(a->hook->semaphore, 1);
			return 0;
		}
	}
	return refuse(a, "the semaphore is not in the file's data");
}

static bool goes_with(const struct skep_prog *prog, uint32_t kind)
{
	switch (kind) {
	case HOOK_ENTRY:
	case HOOK_RETURN: return prog->type == BPF_PROG_TYPE_KPROBE;
	case HOOK_CALL_ENTER:
	case HOOK_CALL_EXIT:
		return prog->type == BPF_PROG_TYPE_TRACEPOINT || prog->type == BPF_PROG_TYPE_RAW_TRACEPOINT;
	default: return false;
	}
}

static int attach_locked(struct attach *a, struct skep_prog *prog)
{
	if (a->spec->kind == HOOK_CALL_ENTER || a->spec->kind == HOOK_CALL_EXIT)
		return attach_call(a, prog->type == BPF_PROG_TYPE_RAW_TRACEPOINT);
	return attach_text(a);
}

static void detach_locked(struct hook *hook);

int hook_attach(struct hooks *hooks, const struct hook_spec *spec_, struct skep_prog *prog, struct hook **out,
		char *why, size_t why_size)
{
	struct hook_spec spec;
	int err = options_read(&spec, sizeof(spec), spec_);

	if (why_size)
		*why = 0;
	if (err)
		return err;
	if (prog->inst != hooks->inst || !goes_with(prog, spec.kind))
		return -EINVAL;
	struct attach a = {.hooks = hooks, .spec = &spec, .why = why, .why_size = why_size};
	if (spec.pid && spec.pid != getpid())
		return refuse(&a, "another process");
	if (prog->lowered.missing)
		return refuse(&a, "%s does not exist in user space", prog->lowered.missing);
	a.hook = calloc(1, sizeof(*a.hook));
	if (!a.hook)
		return -ENOMEM;
	a.hook->hooks = hooks;
	a.hook->prog = prog_get(prog);
	a.hook->kind = spec.kind;
	a.hook->cookie = spec.cookie;
	pthread_mutex_lock(&hooks->lock);
	a.hook->next = hooks->list;
	hooks->list = a.hook;
	err = attach_locked(&a, prog);
	if (err)
		detach_locked(a.hook);
	pthread_mutex_unlock(&hooks->lock);
	if (!err)
		*out = a.hook;
	return err;
}

/* Nothing is attached to any of its points. */
static bool idle(const struct site *site)
{
	for (uint8_t i = 0; i < site->nr_points; i++)
		if (atomic_load(&site->points[i].point.list))
			return false;
	return true;
}

static void detach_locked(struct hook *hook)
{
	struct hooks *hooks = hook->hooks;

	if (hook->semaphore)
		atomic_fetch_sub(hook->semaphore, 1);
	for (uint32_t i = 0; i < hook->nr_lists; i++)
		list_remove(hooks, hook->lists[i], hook);
	for (uint32_t i = 0; i < hook->nr_sites; i++)
		if (idle(hook->sites[i]))
			site_set(hook->sites[i], hooks->agent, false);
	if (hook->calls && !--hooks->call_users)
		calls_set(hooks, false);
	for (struct hook **h = &hooks->list; *h; h = &(*h)->next)
		if (*h == hook) {
			*h = hook->next;
			break;
		}
	hooks->ended += hook->ended;
	free(hook->lists);
	free(hook->sites);
	lists_retire(hooks, NULL, hook);
}

void hook_detach(struct hook *hook)
{
	struct hooks *hooks;

	if (!hook)
		return;
	hooks = hook->hooks;
	pthread_mutex_lock(&hooks->lock);
	detach_locked(hook);
	pthread_mutex_unlock(&hooks->lock);
}

/* ---------------------------------------------------------------------------------------- telling */

void hook_describe(const struct hook *hook, char *text, size_t size)
{
	const char *why = NULL;
	uint32_t traps = 0;

	for (uint32_t i = 0; i < hook->nr_sites; i++)
		if (hook->sites[i]->method == SITE_BY_TRAP) {
			traps++;
			why = hook->sites[i]->why;
		}
	if (hook->calls)
		snprintf(text, size, "syscall instructions");
	else if (hook->kind == HOOK_RETURN && traps)
		snprintf(text, size, "%u returns, %u by breakpoint: %s", hook->nr_sites, traps, why);
	else if (hook->kind == HOOK_RETURN)
		snprintf(text, size, "%u returns: jump", hook->nr_sites);
	else
		snprintf(text, size, traps ? "breakpoint: %s" : "jump", why);
}

void hooks_counts(const struct hooks *hooks_, struct hooks_counts *counts)
{
	struct hooks *hooks = (struct hooks *)hooks_;

	*counts = (struct hooks_counts){.lost = hooks->agent->lost, .missed = hooks->agent->missed};
	pthread_mutex_lock(&hooks->lock);
	counts->ended = hooks->ended;
	for (const struct hook *h = hooks->list; h; h = h->next)
		counts->ended += h->ended;
	for (const struct site *s = hooks->sites; s; s = s->next) {
		counts->sites += s->set;
		counts->by_trap += s->set && s->method == SITE_BY_TRAP;
	}
	calls_count(hooks, counts);
	pthread_mutex_unlock(&hooks->lock);
}
