/*
 * variables.c - what C calls a register or a stack slot at an instruction.
 *
 * clang's location lists say for stretches of code where a variable lives: in a register (DW_OP_reg6), in one
 * that has its value (DW_OP_breg6 +0, stack_value), or in memory below R10.  libdwfl applies the relocations
 * that an object which was not linked still has.  Instructions are found by function and number within it, as
 * the loader puts functions of other sections behind the program.
 */
#include "cli/variables.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <stdlib.h>
#include <string.h>

#define INSN 8

/* Where a value is. */
struct place {
	bool in_memory; /* at R10 + off, else in reg */
	unsigned reg;
	int64_t off;
};

static bool location_is(const Dwarf_Op *op, size_t n, const struct place *p)
{
	bool reg = op->atom >= DW_OP_reg0 && op->atom <= DW_OP_reg31;
	bool breg = op->atom >= DW_OP_breg0 && op->atom <= DW_OP_breg31;
	bool value = n > 1 && op[1].atom == DW_OP_stack_value;

	if (p->in_memory)
		return n == 1 && (op->atom == DW_OP_fbreg || op->atom == DW_OP_breg10) &&
		       (int64_t)op->number == p->off;
	if (reg)
		return n == 1 && op->atom - DW_OP_reg0 == (int)p->reg;
	return breg && value && op->atom - DW_OP_breg0 == (int)p->reg && !op->number;
}

/* The innermost variable of a scope that is at the place when the instruction at pc begins. */
static bool find_variable(Dwarf_Die *scope, Dwarf_Addr pc, const struct place *p, Dwarf_Die *found)
{
	Dwarf_Die die;
	bool any = false;

	if (dwarf_child(scope, &die))
		return false;
	do {
		int tag = dwarf_tag(&die);
		if (tag == DW_TAG_variable || tag == DW_TAG_formal_parameter) {
			Dwarf_Attribute attr;
			Dwarf_Op *ops;
			size_t n;

			if (any || !dwarf_attr_integrate(&die, DW_AT_location, &attr) ||
			    dwarf_getlocation_addr(&attr, pc, &ops, &n, 1) != 1 || !n ||
			    !location_is(ops, n, p))
				continue;
			*found = die;
			any = true;
		} else if (tag == DW_TAG_lexical_block || tag == DW_TAG_inlined_subroutine) {
			any |= find_variable(&die, pc, p, found);
		}
	} while (!dwarf_siblingof(&die, &die));
	return any;
}

/* ------------------------------------------------------------------ types */

static bool type_of(Dwarf_Die *die, Dwarf_Die *type)
{
	Dwarf_Attribute attr;

	return dwarf_attr_integrate(die, DW_AT_type, &attr) && dwarf_formref_die(&attr, type) &&
	       !dwarf_peel_type(type, type);
}

static Dwarf_Word number_of(Dwarf_Die *die, unsigned attribute)
{
	Dwarf_Attribute attr;
	Dwarf_Word n = 0;

	return dwarf_attr(die, attribute, &attr) && !dwarf_formudata(&attr, &n) ? n : 0;
}

/* "->eth.h_proto": the member of a structure at an offset, appended. */
static bool add_member(Dwarf_Die *type, int64_t off, const char *sep, char *buf, size_t size)
{
	Dwarf_Die member, inner;

	if ((dwarf_tag(type) != DW_TAG_structure_type && dwarf_tag(type) != DW_TAG_union_type) ||
	    dwarf_child(type, &member))
		return false;
	do {
		Dwarf_Word at = number_of(&member, DW_AT_data_member_location), bytes;
		const char *name = dwarf_diename(&member);
		size_t len = strlen(buf);

		if (dwarf_tag(&member) != DW_TAG_member || !type_of(&member, &inner) ||
		    dwarf_aggregate_size(&inner, &bytes) || off < (int64_t)at || off >= (int64_t)(at + bytes))
			continue;
		if (name) /* members of unnamed structures are the outer one's */
			snprintf(buf + len, size - len, "%s%s", sep, name);
		if (off == (int64_t)at && name)
			return true;
		return add_member(&inner, off - (int64_t)at, name ? "." : sep, buf, size) || name;
	} while (!dwarf_siblingof(&member, &member));
	return false;
}

/* ------------------------------------------------------------------ instructions */

struct function {
	Dwarf_Die die;
	Dwarf_Addr begin;
};

static bool find_function(Dwfl_Module *module, const char *name, struct function *f)
{
	Dwarf_Addr bias;
	Dwarf_Die *unit = NULL;

	while (*name && (unit = dwfl_module_nextcu(module, unit, &bias))) {
		if (dwarf_child(unit, &f->die))
			continue;
		do {
			const char *its = dwarf_diename(&f->die);
			if (dwarf_tag(&f->die) == DW_TAG_subprogram && its && !strcmp(its, name) &&
			    !dwarf_lowpc(&f->die, &f->begin))
				return true;
		} while (!dwarf_siblingof(&f->die, &f->die));
	}
	return false;
}

static bool name_of(struct function *f, uint32_t insn, const struct place *p, char *buf, size_t size)
{
	Dwarf_Die var;

	if (!find_variable(&f->die, f->begin + (Dwarf_Addr)insn * INSN, p, &var) || !dwarf_diename(&var))
		return false;
	snprintf(buf, size, "%s", dwarf_diename(&var));
	return true;
}

/* "r2 = *(u32 *)(r6 +8)": what C calls the memory at r6 + 8, if r6 is a variable that points to a structure.
 */
static bool name_of_load(struct function *f, uint32_t insn, const char *text, char *buf, size_t size)
{
	struct place p = {0};
	Dwarf_Die var, type, object;
	const char *at = strstr(text, "*)(r");
	int off;

	if (!at || sscanf(at, "*)(r%u %d)", &p.reg, &off) != 2 ||
	    !find_variable(&f->die, f->begin + (Dwarf_Addr)insn * INSN, &p, &var) || !dwarf_diename(&var) ||
	    !type_of(&var, &type) || dwarf_tag(&type) != DW_TAG_pointer_type || !type_of(&type, &object))
		return false;
	snprintf(buf, size, "%s", dwarf_diename(&var));
	return add_member(&object, off, "->", buf, size);
}

static void name_event(Dwfl_Module *module, struct diag_event *e)
{
	struct function f;
	struct place p = {0};
	unsigned number;
	/* who gets a value has it when the next instruction begins */
	bool after = e->kind == DIAG_DEFINED || e->kind == DIAG_CHANGED;
	uint32_t insn = e->function_insn + (after ? e->wide ? 2 : 1 : 0);

	if (e->kind == DIAG_MISSING || !find_function(module, e->function, &f))
		return;
	if (sscanf(e->item, "R%u", &number) == 1) {
		p.reg = number;
	} else if (sscanf(e->item, "fp-%u", &number) == 1) {
		p.in_memory = true;
		p.reg = 10;
		p.off = -(int64_t)number;
	}
	if (!name_of(&f, insn, &p, e->variable, sizeof(e->variable)) && e->kind == DIAG_DEFINED &&
	    !p.in_memory)
		name_of_load(&f, e->function_insn, e->insn_text, e->variable, sizeof(e->variable));
}

/* The registers that the rejected instruction's text and the finding name. */
static void name_rejected(Dwfl_Module *module, struct diag *d)
{
	struct function f;

	if (!find_function(module, d->function, &f))
		return;
	for (unsigned reg = 0; reg < 10 && d->nr_variables < DIAG_VARIABLES; reg++) {
		char low[4], high[4], *name = d->variables[d->nr_variables].name;
		struct place p = {.reg = reg};

		snprintf(low, sizeof(low), "r%u", reg);
		snprintf(high, sizeof(high), "R%u", reg);
		bool call_arg = !strncmp(d->insn_text, "call", 4) && reg && reg < 6 && strstr(d->text, high);
		if ((!strstr(d->insn_text, low) && !strstr(d->text, high) && !call_arg) ||
		    !name_of(&f, d->function_insn, &p, name, sizeof(d->variables[0].name)))
			continue;
		d->variables[d->nr_variables++].reg = (uint8_t)reg;
	}
}

void variables_name(const char *path, struct diag *d)
{
	static const Dwfl_Callbacks callbacks = {.section_address = dwfl_offline_section_address,
						 .find_debuginfo = dwfl_standard_find_debuginfo};
	Dwfl *dwfl = dwfl_begin(&callbacks);
	Dwfl_Module *module = dwfl ? dwfl_report_offline(dwfl, "", path, -1) : NULL;
	Dwarf_Addr bias;

	if (module && !dwfl_report_end(dwfl, NULL, NULL) && dwfl_module_getdwarf(module, &bias)) {
		for (uint32_t i = 0; i < d->nr_events; i++)
			name_event(module, &d->events[i]);
		name_rejected(module, d);
	}
	dwfl_end(dwfl);
}
