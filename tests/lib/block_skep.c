/*
 * block_skep.c - runs test blocks on skep, with the interpreter and with the JIT.
 */
#include "block_run.h"
#include "cli/diag_print.h"
#include "core/instance.h"
#include "core/prog.h"
#include "verifier/verifier.h"

#include <errno.h>
#include <skep/skep.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ENGINES = 2, LOG_SIZE = 1 << 16, HEADROOM = 256 };

static struct machine {
	const char *name;
	struct skep *inst;
	struct skep_thread *thread;
} machines[ENGINES] = {{.name = "interpreter"}, {.name = "JIT"}};

static char log_text[LOG_SIZE];

enum block_outcome block_run_open(char *why, size_t why_size)
{
	static const enum skep_engine engines[ENGINES] = {SKEP_ENGINE_INTERP, SKEP_ENGINE_JIT};

	for (int i = 0; i < ENGINES; i++) {
		struct skep_options options = {.size = sizeof(options), .engine = engines[i]};
		int err = skep_new(&options, &machines[i].inst);

		/* no JIT for this machine: the interpreter alone */
		if (err == -EOPNOTSUPP && engines[i] == SKEP_ENGINE_JIT)
			continue;
		if (err || skep_thread_open(machines[i].inst, &machines[i].thread)) {
			snprintf(why, why_size, "%s: no instance", machines[i].name);
			return BLOCK_FAILED;
		}
	}
	return BLOCK_PASSED;
}

void block_run_close(void)
{
	for (int i = 0; i < ENGINES; i++) {
		if (!machines[i].inst)
			continue;
		skep_thread_close(machines[i].thread);
		skep_free(machines[i].inst);
	}
}

static void no_types_destroyed(struct object *types)
{
}

/* Stands for the BTF that a map with special fields has. */
static struct object no_types = {.refs = 1, .destroy = no_types_destroyed};

static int add_lock(struct skep_map *map, uint32_t offset)
{
	const struct btf_record record = {.kinds = FIELD_SPIN_LOCK,
					  .nr = 1,
					  .fields = {{.kind = FIELD_SPIN_LOCK, .offset = offset, .size = 4}}};

	return map_set_record(map, &record, &no_types);
}

static struct skep_map *map_by_idx(void *arg, uint32_t idx)
{
	struct skep_map *const *maps = arg;

	return idx < BLOCK_MAX_MAPS && maps[idx] ? map_get(maps[idx]) : NULL;
}

static struct skep_map *map_by_fd(void *arg, int fd)
{
	return NULL;
}

/* The events as lines of a "history" block. */
static bool history_is(const struct block_test *t, const struct diag *d, char *why, size_t why_size)
{
	static const char *const kinds[] = {"defined", "changed", "checked", "lost", "missing", "branch"};
	char text[DIAG_EVENTS * 200] = "";
	size_t n = 0;

	for (uint32_t i = 0; i < d->nr_events; i++) {
		const struct diag_event *e = &d->events[i];
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%u %s %s%s%s", i ? "\n" : "", e->insn,
				      kinds[e->kind], e->item, *e->value ? " " : "", e->value);
	}
	const char *got = text, *want = t->history;
	while (*got && *want) { /* blanks that begin a line are the file's */
		want += strspn(want, " \t");
		size_t len = strcspn(got, "\n");
		if (len != strcspn(want, "\n") || memcmp(got, want, len))
			break;
		got += len + (got[len] == '\n');
		want += len + (want[len] == '\n');
	}
	if (!*got && !*want)
		return true;
	snprintf(why, why_size, "the history is\n%s", text);
	return false;
}

/* The diagnostic, which the embedder's interface does not give. */
static bool diagnostic_is(const struct block_test *t, struct skep *inst, struct skep_map **maps,
			  const struct bpf_insn *insns, int cnt, char *why, size_t why_size)
{
	struct verify_input in = {.inst = inst,
				  .type = t->type,
				  .expected_attach_type = t->attach,
				  .insns = insns,
				  .insn_cnt = (uint32_t)cnt,
				  .gpl_compatible = true,
				  .prog_flags = t->flags,
				  .unprivileged = t->unprivileged,
				  .teller = &vf_teller,
				  .map_by_fd = map_by_fd,
				  .map_by_idx = map_by_idx,
				  .arg = maps};
	struct lowered lowered = {0};
	struct verify_stats stats;
	struct diag diag = {0};

	if (!verify(&in, &lowered, &stats, &diag))
		lowered_free(inst, &lowered);
	if (block_diagnostics && diag.reason) {
		fprintf(block_diagnostics, "== %s:%u\n", t->file, t->line);
		diag_print(block_diagnostics, &diag, "");
	}
	if (t->reason && strcmp(diag_reason_name(diag.reason), t->reason))
		snprintf(why, why_size, "reason %s", diag_reason_name(diag.reason));
	else if (t->hint && !strstr(diag_hint(&diag), t->hint))
		snprintf(why, why_size, "the hint is: %s", diag_hint(&diag));
	else
		return !t->history || history_is(t, &diag, why, why_size);
	return false;
}

/* A copy of the packet with room around it, as the test may change it. */
static int run_once(struct machine *m, struct skep_prog *prog, const struct block_test *t, uint64_t *result)
{
	size_t size = t->mem ? t->mem_size : 64;
	uint8_t *head = calloc(1, size + 2 * HEADROOM);
	struct skep_packet packet = {.data = head + HEADROOM,
				     .data_end = head + HEADROOM + size,
				     .head = head,
				     .end = head + size + 2 * HEADROOM};
	uint64_t args[12] = {0};
	int err;

	if (t->type == BPF_PROG_TYPE_RAW_TRACEPOINT) {
		free(head);
		return skep_run(m->thread, prog, args, sizeof(args), result);
	}
	if (!head)
		return -ENOMEM;
	if (t->mem)
		memcpy(head + HEADROOM, t->mem, size);
	err = skep_run(m->thread, prog, &packet, sizeof(packet), result);
	free(head);
	return err;
}

static enum block_outcome run_loaded(struct machine *m, struct skep_prog *prog, const struct block_test *t,
				     char *why, size_t why_size)
{
	uint64_t result;
	int err;

	if (!t->has_result)
		return BLOCK_PASSED;
	err = run_once(m, prog, t, &result);
	if (!err && result == t->result)
		return BLOCK_PASSED;
	if (err)
		snprintf(why, why_size, "%s: the run failed: %s", m->name, strerror(-err));
	else
		snprintf(why, why_size, "%s: result 0x%llx instead of 0x%llx", m->name,
			 (unsigned long long)result, (unsigned long long)t->result);
	return BLOCK_FAILED;
}

static enum block_outcome run_on(struct machine *m, const struct block_test *t, const struct bpf_insn *insns,
				 int cnt, char *why, size_t why_size)
{
	struct skep_map *maps[BLOCK_MAX_MAPS] = {0};
	struct skep_prog *prog = NULL;
	struct skep_prog_options options = {.size = sizeof(options),
					    .type = t->type,
					    .expected_attach_type = t->attach,
					    .insns = insns,
					    .insn_cnt = (uint32_t)cnt,
					    .maps = maps,
					    .map_cnt = t->nr_maps,
					    .license = "GPL",
					    .prog_flags = t->flags,
					    .log = log_text,
					    .log_size = sizeof(log_text)};
	bool accept = t->has_result || t->accept;
	enum block_outcome out = BLOCK_PASSED;
	int err = 0;

	for (unsigned i = 0; i < t->nr_maps && !err; i++) {
		const struct block_map *b = &t->maps[i];
		struct skep_map_options map = {.size = sizeof(map),
					       .type = b->type,
					       .key_size = b->key_size,
					       .value_size = b->value_size,
					       .max_entries = b->entries,
					       .map_flags = b->flags};

		err = skep_map_create(m->inst, &map, &maps[i]);
		if (!err)
			maps[i]->unprivileged = t->unprivileged;
		if (!err && b->has_lock)
			err = add_lock(maps[i], b->lock);
	}
	if (err) {
		snprintf(why, why_size, "no map: %s", strerror(-err));
		out = BLOCK_FAILED;
		goto done;
	}
	log_text[0] = '\0';
	options.log_level = t->log ? 2 : 0;
	m->inst->unprivileged = t->unprivileged;
	err = skep_prog_load(m->inst, &options, &prog);
	if (accept != !err) {
		snprintf(why, why_size, "%s: %s", err ? "rejected" : "accepted", log_text);
		out = BLOCK_FAILED;
	} else if (t->log && !strstr(log_text, t->log)) {
		snprintf(why, why_size, "the log is: %s", log_text);
		out = BLOCK_FAILED;
	} else if (t->reason && !diagnostic_is(t, m->inst, maps, insns, cnt, why, why_size)) {
		out = BLOCK_FAILED;
	} else if (!err) {
		out = run_loaded(m, prog, t, why, why_size);
	}
done:
	if (prog)
		skep_prog_put(prog);
	for (unsigned i = 0; i < t->nr_maps; i++)
		if (maps[i])
			skep_map_put(maps[i]);
	return out;
}

enum block_outcome block_run(const struct block_test *t, const struct bpf_insn *insns, int cnt, char *why,
			     size_t why_size)
{
	for (int i = 0; i < ENGINES; i++) {
		enum block_outcome out;

		if (!machines[i].inst)
			continue;
		out = run_on(&machines[i], t, insns, cnt, why, why_size);
		if (out != BLOCK_PASSED)
			return out;
	}
	return BLOCK_PASSED;
}
