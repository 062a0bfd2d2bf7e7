/*
 * load.c - from instructions to a program that runs: verify, then compile or decode.
 */
#include <errno.h>
#include <string.h>

#include "base/mem.h"
#include "base/sha256.h"
#include "core/instance.h"
#include "core/options.h"
#include "core/prog.h"
#include "jit/jit.h"
#include "verifier/verifier.h"
#include "vm/vm.h"

/* Linux's tag: the loaded instructions without what differs from load to load. */
static void make_tag(const struct bpf_insn *insns, uint32_t cnt, uint8_t tag[8])
{
	struct sha256 s;
	uint8_t digest[32];
	bool map = false;

	sha256_init(&s);
	for (uint32_t i = 0; i < cnt; i++) {
		struct bpf_insn insn = insns[i];
		bool second = map;

		map = !second && insn.code == (BPF_LD | BPF_IMM | BPF_DW) &&
		      (insn.src_reg == BPF_PSEUDO_MAP_FD || insn.src_reg == BPF_PSEUDO_MAP_VALUE);
		if (map || second)
			insn.imm = 0;
		sha256_add(&s, &insn, sizeof(insn));
	}
	sha256_end(&s, digest);
	memcpy(tag, digest, 8);
}

static void prog_free(struct skep_prog *prog)
{
	struct skep *inst = prog->inst;

	if (prog->jit)
		jit_release(inst, prog->jit);
	vm_release(inst, prog->vm);
	lowered_free(inst, &prog->lowered);
	skep_release(inst, prog, sizeof(*prog));
}

static void prog_destroy(struct object *obj)
{
	prog_free((struct skep_prog *)obj);
}

/* A run takes a CPU slot if the program may touch per-CPU data, or call a program that does. */
static bool touches_cpu(const struct lowered *lowered)
{
	for (uint32_t i = 0; i < lowered->nr_maps; i++) {
		const struct map_type *type = lowered->maps[i]->type;
		if (type->percpu || type->set_prog || type->needs_inner)
			return true;
	}
	return lowered->needs_cpu;
}

static int join_maps(const struct skep_prog *prog)
{
	int err = 0;

	for (uint32_t i = 0; i < prog->lowered.nr_maps && !err; i++)
		err = map_join(prog->lowered.maps[i], prog);
	return err;
}

static int make_code(struct skep *inst, struct skep_prog *prog)
{
	if (inst->jit)
		return jit_compile(inst, &prog->lowered, &prog->jit, &prog->run.code);
	return vm_prepare(inst, &prog->lowered, &prog->vm, &prog->run.ops);
}

int prog_load(struct skep *inst, const struct verify_input *in, const char *name, struct verify_stats *stats,
	      struct diag *diag, struct skep_prog **out)
{
	struct skep_prog *prog = skep_alloc(inst, sizeof(*prog));
	struct verify_stats own = {0};
	int err;

	if (!prog)
		return -ENOMEM;
	err = verify(in, &prog->lowered, &own, diag);
	if (stats)
		*stats = own;
	if (err) {
		skep_release(inst, prog, sizeof(*prog));
		return err;
	}
	prog->inst = inst;
	prog->type = in->type;
	prog->expected_attach_type = in->expected_attach_type;
	prog->flags = in->prog_flags;
	prog->gpl_compatible = in->gpl_compatible;
	prog->verified_insns = own.processed;
	if (name)
		strncpy(prog->name, name, sizeof(prog->name) - 1);
	make_tag(in->insns, in->insn_cnt, prog->tag);
	prog->run.type = prog->type;
	prog->run.stack_depth = prog->lowered.subprogs[0].stack_depth;
	prog->run.needs_cpu = touches_cpu(&prog->lowered);
	if (inst->env.clock_gettime) {
		struct timespec now;
		inst->env.clock_gettime(CLOCK_BOOTTIME, &now);
		prog->load_time = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
	}
	err = join_maps(prog);
	if (!err)
		err = make_code(inst, prog);
	if (err) {
		prog_free(prog);
		return err;
	}
	object_init(&prog->obj, prog_destroy);
	*out = prog;
	return 0;
}

/* ------------------------------------------------------------------------- the embedder's side */

static struct skep_map *map_by_idx(void *arg, uint32_t idx)
{
	const struct skep_prog_options *o = arg;

	return idx < o->map_cnt ? map_get(o->maps[idx]) : NULL;
}

static struct skep_map *map_by_fd(void *arg, int fd)
{
	return NULL;
}

/* Licences that Linux counts as GPL compatible. */
bool license_is_gpl(const char *license)
{
	static const char *const gpl[] = {"GPL",          "GPL v2",       "GPL and additional rights",
					  "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL"};

	for (size_t i = 0; license && i < sizeof(gpl) / sizeof(gpl[0]); i++)
		if (!strcmp(license, gpl[i]))
			return true;
	return false;
}

int skep_prog_load(struct skep *inst, const struct skep_prog_options *options, struct skep_prog **prog)
{
	struct skep_prog_options o;
	int err = options_read(&o, sizeof(o), options);

	if (err)
		return err;
	if (o.name && strlen(o.name) >= sizeof((*prog)->name))
		return -EINVAL;
	if (!o.insns || (o.map_cnt && !o.maps) || (o.log_size && !o.log) || o.log_size > UINT32_MAX)
		return -EINVAL;
	struct verify_input in = {
		.inst = inst,
		.type = o.type,
		.expected_attach_type = o.expected_attach_type,
		.prog_flags = o.prog_flags,
		.insns = o.insns,
		.insn_cnt = o.insn_cnt,
		.gpl_compatible = license_is_gpl(o.license),
		.unprivileged = inst->unprivileged,
		.map_by_fd = map_by_fd,
		.map_by_idx = map_by_idx,
		.arg = &o,
		.log_level = o.log_level,
		.log = o.log_size ? o.log : NULL,
		.log_size = (uint32_t)o.log_size,
	};
	return prog_load(inst, &in, o.name, NULL, NULL, prog);
}

void skep_prog_put(struct skep_prog *prog)
{
	if (prog)
		object_put(&prog->obj);
}
