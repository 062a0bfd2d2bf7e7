/*
 * verifier.c - verify(): the passes in order, and the rules that the caller's rights imply.
 */
#include <errno.h>
#include <string.h>
#include <time.h>
#include "verifier/env.h"
#include "verifier/kernel.h"

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static void set_rules(struct vf *v)
{
	const struct verify_input *in = v->in;
	bool priv = !in->unprivileged;

	v->bpf_capable = priv;
	v->allow_ptr_leaks = v->allow_uninit_stack = priv && !in->no_perfmon;
	v->bypass_spec_v1 = v->bypass_spec_v4 = priv && !in->no_perfmon;
	v->strict_alignment =
		(in->prog_flags & BPF_F_STRICT_ALIGNMENT) && !(in->prog_flags & BPF_F_ANY_ALIGNMENT);
	v->test_state_freq = priv && (in->prog_flags & BPF_F_TEST_STATE_FREQ);
	v->test_invariants = priv && (in->prog_flags & BPF_F_TEST_REG_INVARIANTS);
}

/* Some program types may sleep, one must. */
static int check_sleepable(struct vf *v)
{
	bool sleepable = v->in->prog_flags & BPF_F_SLEEPABLE;

	switch (v->in->type) {
	case BPF_PROG_TYPE_SYSCALL:
		return sleepable ? 0 : vf_fail(v, REASON_SLEEPABLE, -EINVAL, LOG_MUST_SLEEP);
	case BPF_PROG_TYPE_KPROBE:
	case BPF_PROG_TYPE_TRACING:
	case BPF_PROG_TYPE_LSM:
	case BPF_PROG_TYPE_STRUCT_OPS: return 0;
	default: return sleepable ? vf_fail(v, REASON_SLEEPABLE, -EINVAL, LOG_MAY_NOT_SLEEP) : 0;
	}
}

static int setup(struct vf *v)
{
	const struct verify_input *in = v->in;

	v->inst = in->inst;
	v->insns = (struct bpf_insn *)in->insns;
	v->nr_insns = in->insn_cnt;
	v->insn = UINT32_MAX;
	v->log.level = in->log_level;
	v->log.buf = in->log;
	v->log.size = in->log_size;
	set_rules(v);
	if (v->log.buf && v->log.size)
		v->log.buf[0] = 0;
	v->type = prog_type_find(v->inst, in->type);
	if (!v->type)
		return vf_unsupported(v, "program type %s (%u)", prog_type_name(in->type), in->type);
	if (!v->nr_insns || v->nr_insns > VF_MAX_PROCESSED)
		return vf_fail(v, REASON_TOO_LARGE, -E2BIG, "a program has 1 to %u instructions, not %u",
			       VF_MAX_PROCESSED, v->nr_insns);
	int err = check_sleepable(v);
	if (!err && v->type->by_btf)
		err = in->kernel_ops ? in->kernel_ops->find_target(v)
				     : vf_unsupported(v, "program type %s", v->type->name);
	if (err)
		return err;
	v->info = skep_alloc(v->inst, v->nr_insns * sizeof(*v->info));
	v->records = skep_alloc(v->inst, v->nr_insns * sizeof(*v->records));
	v->maps = skep_alloc(v->inst, VF_MAX_MAPS * sizeof(*v->maps));
	return v->info && v->records && v->maps ? 0 : vf_nomem(v);
}

static void teardown(struct vf *v)
{
	for (uint32_t i = 0; i < v->nr_maps; i++)
		object_put(&v->maps[i]->obj);
	if (v->maps)
		skep_release(v->inst, v->maps, VF_MAX_MAPS * sizeof(*v->maps));
	if (v->info)
		skep_release(v->inst, v->info, v->nr_insns * sizeof(*v->info));
	if (v->records)
		skep_release(v->inst, v->records, v->nr_insns * sizeof(*v->records));
	if (v->subs)
		skep_release(v->inst, v->subs, (VF_MAX_SUBPROGS + 1) * sizeof(*v->subs));
}

/* The main program, then every global function that something reachable calls. */
static int explore_all(struct vf *v)
{
	int err = vf_explore(v, 0);
	bool again = true;

	while (!err && again) {
		again = false;
		for (uint32_t i = 1; i < v->nr_subs && !err; i++) {
			struct sub *s = &v->subs[i];
			if (!s->is_global || s->verified || !(s->called || vf_is_exception_callback(v, i)))
				continue;
			if (v->in->teller)
				v->in->teller->global(v, i, false);
			err = vf_explore(v, i);
			if (!err && v->in->teller)
				v->in->teller->global(v, i, true);
			s->verified = again = true;
		}
	}
	return err;
}

int verify(const struct verify_input *in, struct lowered *lowered, struct verify_stats *stats,
	   struct diag *diag)
{
	struct verify_stats own_stats;
	struct diag own_diag = {0};
	struct vf *v = skep_alloc(in->inst, sizeof(*v));
	uint64_t start = now_ns();

	memset(lowered, 0, sizeof(*lowered));
	if (!stats)
		stats = &own_stats;
	if (!diag)
		diag = &own_diag;
	memset(diag, 0, sizeof(*diag));
	memset(stats, 0, sizeof(*stats));
	if (!v)
		return -ENOMEM;
	v->in = in;
	pool_begin(&v->pool, in->inst);
	v->diag = diag;
	int err = setup(v);
	if (!err)
		err = vf_find_subs(v);
	if (!err)
		err = vf_subs_from_btf(v);
	if (!err)
		err = vf_resolve(v);
	if (!err)
		vf_find_fastcalls(v);
	if (!err)
		err = vf_cfg(v);
	if (!err)
		err = vf_live_regs(v);
	if (!err)
		err = vf_find_loops(v);
	if (!err) {
		if (v->in->teller && v->log.level & VF_LOG_ALL)
			v->in->teller->program(v);
		err = explore_all(v);
	}
	if (!err)
		err = vf_check_tail_calls(v);
	if (!err)
		err = vf_stack_depth(v);
	if (!err)
		err = vf_lower(v, lowered);
	if (err)
		vf_ask_why(v);
	stats->processed = v->processed;
	stats->states = v->total_states;
	stats->peak_states = v->peak_states;
	stats->max_states_per_insn = v->max_states_per_insn;
	stats->time_ns = now_ns() - start;
	stats->peak_memory =
		sizeof(*v) + v->pool.peak + v->nr_insns * (sizeof(*v->info) + sizeof(*v->records));
	int log_err = vf_log_finish(v, stats);
	if (log_err) {
		if (!err)
			lowered_free(v->inst, lowered);
		err = log_err;
	}
	teardown(v);
	pool_end(&v->pool);
	skep_release(in->inst, v, sizeof(*v));
	return err;
}
