/*
 * maps.h - the maps of a loaded object, for people and scripts.
 */
#ifndef SKEP_CLI_MAPS_H
#define SKEP_CLI_MAPS_H

#include "cli/cli.h"
#include <bpf/libbpf.h>

/* All maps but read-only data, decoded through BTF; at most max_entries rows each (0: all). */
void maps_print(const struct bpf_object *obj, uint32_t max_entries);
void maps_json(struct json *j, const struct bpf_object *obj);

#endif
