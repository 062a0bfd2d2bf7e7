/*
 * test_attributes.c - what BPF_MAP_CREATE takes and refuses, compared with the running kernel.
 *
 * Each combination of attributes is put to both.  Skipped where the kernel lets us make no maps at all.
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "maps.h"

static int kernel_create(const struct map_def *def)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.map_type = def->type;
	attr.key_size = def->key_size;
	attr.value_size = def->value_size;
	attr.max_entries = def->max_entries;
	attr.map_flags = def->flags;
	int fd = (int)syscall(SYS_bpf, BPF_MAP_CREATE, &attr, sizeof(attr));
	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

static void compare(void **state)
{
	static const uint32_t keys[] = {0, 1, 3, 4, 5, 8, 12, 512, 513, 4096};
	static const uint32_t values[] = {0, 1, 4, 8, 64, 32768, 32769, 1 << 22};
	static const uint32_t entries[] = {0, 1, 7, 4096, 4097, 8192};
	static const uint32_t flags[] = {0, 1, 2, 3, 8, 16, 24, 64, 128, 256, 384, 1024, 4096, 1 << 20};
	struct world w = world_new(2, 2);
	struct map_def probe = {BPF_MAP_TYPE_ARRAY, 4, 4, 1, 0, 0, ""};
	unsigned tried = 0, differ = 0;

	if (kernel_create(&probe)) {
		world_free(&w);
		skip();
	}
	for (uint32_t t = 0; t < nr_map_types; t++)
		for (size_t k = 0; k < sizeof(keys) / 4; k++)
			for (size_t v = 0; v < sizeof(values) / 4; v++)
				for (size_t e = 0; e < sizeof(entries) / 4; e++)
					for (size_t f = 0; f < sizeof(flags) / 4; f++) {
						struct map_def def = {
							map_types[t].id, keys[k], values[v], entries[e],
							flags[f],        0,       ""};
						/* memory is not what this is about; a map of maps needs more
						 */
						if ((uint64_t)values[v] * entries[e] > 1 << 24 ||
						    map_types[t].needs_inner)
							continue;
						/* few of the sizes for most of the flags */
						if (f > 2 && (e == 2 || e == 4 || v == 5 || k > 7))
							continue;
						struct skep_map *map = NULL;
						int theirs = kernel_create(&def);
						int ours = map_create(w.inst, &def, &map);
						skep_map_put(map);
						tried++;
						if (ours != theirs && ++differ <= 30)
							print_message("type %s key %u value %u entries %u "
								      "flags %x: "
								      "%d, kernel %d\n",
								      map_types[t].name, def.key_size,
								      def.value_size, def.max_entries,
								      def.flags, ours, theirs);
					}
	print_message("%u combinations, %u differ\n", tried, differ);
	world_free(&w);
	assert_int_equal(differ, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(compare)};

	return check_run(tests);
}
