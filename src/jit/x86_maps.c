/*
 * x86_maps.c - helpers that need no call, or a more direct one, where the map is known.
 *
 * That an instruction always has the same map is a fact of the verifier's (struct insn_fact); the run half of
 *a map is private and constant, so its bounds and addresses may stand in the code.
 *
 *	array            mov r11d, [rsi];  xor eax, eax
 *	                 cmp r11d, max_entries;  jae done
 *	                 and r11d, index_mask		; not even speculation goes further
 *	                 imul r11, elem_size
 *	                 mov rax, values;  add rax, r11
 *	per-CPU array    the same with index + cpu * max_entries, in the store
 *	others           the map's own function in place of the helper that finds it
 */
#include "jit/x86.h"
#include <stddef.h>

/* reg = reg * factor; as 64 bits. */
static void scale(struct x86_asm *as, unsigned reg, uint32_t factor)
{
	if ((factor & (factor - 1)) == 0) {
		if (factor > 1)
			x86_shift_ri(as, X86_W, X86_SHL, reg, (unsigned)__builtin_ctz(factor));
		return;
	}
	x86_rr(as, X86_W | 0x69, reg, reg); /* IMUL r, r/m, imm32 */
	x86_imm32(as, (int32_t)factor);
}

/* rax = address of the element, or 0. */
static bool array_lookup(struct x86_jit *j, const struct map_run *map, bool percpu)
{
	struct x86_asm *as = &j->as;
	if (map->max_entries > INT32_MAX || map->elem_size > INT32_MAX)
		return false;
	uint32_t done = x86_label(as);
	x86_rm(as, 0x8b, TMP1, x86_at(RSI, 0));
	x86_rr(as, 0x31, RAX, RAX);
	x86_alu_ri(as, 0, X86_CMP, TMP1, (int32_t)map->max_entries);
	x86_jump(as, CC_AE, done);
	x86_alu_ri(as, 0, X86_AND, TMP1, (int32_t)map->index_mask);
	if (percpu) {
		x86_rm(as, X86_W | 0x8b, TMP2, j->frame.run);
		x86_rm(as, 0x8b, TMP2, x86_at(TMP2, offsetof(struct skep_run, cpu)));
		x86_alu_ri(as, 0, X86_CMP, TMP2, (int32_t)map->nr_cpus);
		x86_jump(as, CC_AE, done);
		scale(as, TMP2, map->max_entries);
		x86_alu_rr(as, X86_W, X86_ADD, TMP1, TMP2);
	}
	scale(as, TMP1, map->elem_size);
	x86_mov_imm(as, RAX, (uintptr_t)(percpu ? map->store : map->values));
	x86_alu_rr(as, X86_W, X86_ADD, RAX, TMP1);
	x86_bind(as, done);
	return true;
}

/* The key is known too: so is the address. */
static void array_element(struct x86_jit *j, const struct map_run *map, uint32_t key)
{
	uint64_t address = (uintptr_t)map->values + (uint64_t)key * map->elem_size;
	x86_mov_imm(&j->as, RAX, key < map->max_entries ? address : 0);
}

/* The map's function, with the run where it wants it. */
static bool direct(struct x86_jit *j, const void *fn, unsigned run_arg)
{
	if (!fn)
		return false;
	x86_rm(&j->as, X86_W | 0x8b, run_arg, j->frame.run);
	x86_call_c(j, fn);
	return true;
}

const struct skep_map *x86_known_map(const struct x86_jit *j, uint32_t pc)
{
	uint32_t map = j->prog->facts ? j->prog->facts[pc].map : 0;
	return map && map <= j->prog->nr_maps ? j->prog->maps[map - 1] : NULL;
}

bool x86_emit_map_helper(struct x86_jit *j, uint32_t helper, uint32_t pc)
{
	const struct skep_map *known = x86_known_map(j, pc);
	if (!known)
		return false;
	const struct insn_fact *fact = &j->prog->facts[pc];
	const struct map_run *map = known->run;

	switch (helper) {
	case BPF_FUNC_map_lookup_elem:
		if (map->type == BPF_MAP_TYPE_ARRAY) {
			if (!fact->const_key)
				return array_lookup(j, map, false);
			array_element(j, map, fact->key);
			return true;
		}
		if (map->type == BPF_MAP_TYPE_PERCPU_ARRAY)
			return array_lookup(j, map, true);
		return direct(j, (const void *)map->ops->lookup, RDX);
	case BPF_FUNC_map_update_elem: return direct(j, (const void *)map->ops->update, R8);
	case BPF_FUNC_map_delete_elem: return direct(j, (const void *)map->ops->delete, RDX);
	default: return false;
	}
}
