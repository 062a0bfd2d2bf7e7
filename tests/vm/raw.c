/*
 * raw.c - see raw.h.
 */
#include <stdlib.h>
#include <string.h>

#include "jit/jit.h"
#include "raw.h"
#include "vm/vm.h"

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* Starts of subprograms, sorted, the main program's first. */
static uint32_t find_subprogs(const struct bpf_insn *insns, uint32_t cnt, uint32_t *starts)
{
	uint32_t n = 0, unique = 1;

	starts[n++] = 0;
	for (uint32_t i = 0; i < cnt; i++) {
		if (insns[i].code == (BPF_JMP | BPF_CALL) && insns[i].src_reg == BPF_PSEUDO_CALL)
			starts[n++] = i + 1 + (uint32_t)insns[i].imm;
		if (insns[i].code == (BPF_LD | BPF_IMM | BPF_DW)) {
			if (insns[i].src_reg == BPF_PSEUDO_FUNC)
				starts[n++] = (uint32_t)insns[i].imm;
			i++;
		}
	}
	qsort(starts, n, sizeof(*starts), by_number);
	for (uint32_t i = 1; i < n; i++)
		if (starts[i] != starts[unique - 1])
			starts[unique++] = starts[i];
	return unique;
}

int raw_prepare(struct skep *inst, const struct bpf_insn *insns, uint32_t cnt, struct skep_map **maps,
		uint32_t nr_maps, bool jit, struct raw_prog *p)
{
	struct lowered *l = &p->lowered;
	uint32_t *starts = calloc(cnt + 1, sizeof(*starts));

	*p = (struct raw_prog){.inst = inst};
	l->insn_cnt = cnt;
	l->insns = calloc(cnt, sizeof(*l->insns));
	memcpy(l->insns, insns, cnt * sizeof(*insns));
	l->orig = calloc(cnt, sizeof(*l->orig));
	l->facts = calloc(cnt, sizeof(*l->facts));
	l->nr_subprogs = find_subprogs(insns, cnt, starts);
	l->subprogs = calloc(l->nr_subprogs, sizeof(*l->subprogs));
	for (uint32_t i = 0; i < cnt; i++) {
		l->orig[i] = i;
		if (insns[i].code == (BPF_LD | BPF_IMM | BPF_DW) && insns[i].src_reg == BPF_PSEUDO_FUNC)
			for (uint32_t s = 0; s < l->nr_subprogs; s++)
				l->subprogs[s].is_callback |= starts[s] == (uint32_t)insns[i].imm;
	}
	for (uint32_t s = 0; s < l->nr_subprogs; s++) {
		l->subprogs[s].start = starts[s];
		l->subprogs[s].end = s + 1 < l->nr_subprogs ? starts[s + 1] : cnt;
		l->subprogs[s].stack_depth = l->nr_subprogs > 1 ? 64 : 512;
		for (uint32_t i = l->subprogs[s].start; i < l->subprogs[s].end; i++)
			if (insns[i].code == (BPF_JMP | BPF_CALL) && !insns[i].src_reg && insns[i].imm == 12)
				l->subprogs[s].has_tail_call = true;
	}
	l->maps = maps;
	l->nr_maps = nr_maps;
	free(starts);
	p->run.stack_depth = l->subprogs[0].stack_depth;
	if (jit)
		return jit_compile(inst, l, &p->jit, &p->run.code);
	return vm_prepare(inst, l, &p->vm, &p->run.ops);
}

void raw_release(struct raw_prog *p)
{
	if (p->jit)
		jit_release(p->inst, p->jit);
	vm_release(p->inst, p->vm);
	free(p->lowered.insns);
	free(p->lowered.orig);
	free(p->lowered.facts);
	free(p->lowered.subprogs);
}
