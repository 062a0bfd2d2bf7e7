/*
 * describe.c - the objects of a session as text.
 */
#include "session/describe.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "core/prog_type.h"
#include "session/session.h"
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

struct pins {
	FILE *out;
	const char *folder;
};

static void one_pin(void *arg, const struct pin *pin)
{
	static const char *const kinds[OBJECT_KINDS] = {"map", "prog", "btf"};
	const struct pins *pins = arg;
	char path[40], target[PATH_MAX], root[SESSION_PATH_MAX + 8];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", pin->fd);
	ssize_t n = readlink(path, target, sizeof(target) - 1);
	if (n < 0)
		return;
	target[n] = 0;
	snprintf(root, sizeof(root), "%s/bpf", pins->folder);
	bool inside = !strncmp(target, root, strlen(root));
	fprintf(pins->out, "pin %s %u %s\n", kinds[pin->record->kind], pin->record->id,
		inside ? target + strlen(root) : target);
}

void describe_objects(struct skep *inst, const char *folder, FILE *out)
{
	struct pins pins = {out, folder};

	layer_each(inst, one, out);
	layer_each_pin(inst, one_pin, &pins);
}
