/*
 * table.c - the table of map types, for everything that walks or searches it.
 */
#include "core/map.h"
#include "maps/arena.h"
#include "maps/array.h"
#include "maps/dev_map.h"
#include "maps/fd_array.h"
#include "maps/hash.h"
#include "maps/keyless.h"
#include "maps/lpm.h"
#include "maps/map_of_maps.h"
#include "maps/prog_array.h"
#include "maps/queue.h"
#include "maps/ring.h"
#include "maps/sock_map.h"
#include "maps/storage.h"
#include "maps/struct_ops.h"

const struct map_type map_types[] = {
#define MAP_TYPE(type, text, impl, ...) \
	{.id = BPF_MAP_TYPE_##type,     \
	 .name = (text),                \
	 .check = impl##_check,         \
	 .create = impl##_create,       \
	 .destroy = impl##_destroy,     \
	 __VA_ARGS__},
#include "core/map_type_table.h"
#undef MAP_TYPE
};

const uint32_t nr_map_types = sizeof(map_types) / sizeof(map_types[0]);
