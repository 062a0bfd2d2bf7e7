/*
 * describe.c - the objects of a session as text.
 */
#include "session/describe.h"

#include "core/prog_type.h"
#include "syscall/layer.h"

static void one(void *arg, const struct record *r)
{
	FILE *out = arg;

	switch (r->kind) {
	case OBJECT_MAP: {
		const struct skep_map *map = record_map(r);
		fprintf(out, "map %u %s %s\n", r->id, map->type->name, map->def.name);
		break;
	}
	case OBJECT_PROG: {
		const struct skep_prog *prog = record_prog(r);
		const struct prog_type *type = prog_type_find(prog->inst, prog->type);
		fprintf(out, "prog %u %s %s\n", r->id, type ? type->name : "?", prog->name);
		break;
	}
	case OBJECT_BTF: fprintf(out, "btf %u\n", r->id); break;
	default: break;
	}
}

void describe_objects(struct skep *inst, FILE *out)
{
	layer_each(inst, one, out);
}
