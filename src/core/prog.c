/*
 * prog.c - memory of a lowered program.
 */
#include "core/instance.h"
#include "core/prog.h"

void lowered_free(struct skep *inst, struct lowered *l)
{
	for (uint32_t i = 0; i < l->nr_maps; i++)
		object_put(&l->maps[i]->obj);
	skep_release(inst, l->maps, l->nr_maps * sizeof(*l->maps));
	skep_release(inst, l->subprogs, l->nr_subprogs * sizeof(*l->subprogs));
	skep_release(inst, l->facts, l->insn_cnt * sizeof(*l->facts));
	skep_release(inst, l->orig, l->insn_cnt * sizeof(*l->orig));
	skep_release(inst, l->insns, l->insn_cnt * sizeof(*l->insns));
	*l = (struct lowered){0};
}
