/*
 * map_type_table.h - map types that exist here.
 *
 * MAP_TYPE(ID, "name as bpftool prints it", impl, flags...): impl_check, impl_create and impl_destroy
 * are functions of one file in maps/; flags and the forms that differ for bpf() are members of
 * struct map_type.
 */
MAP_TYPE(HASH, "hash", hash, .sweep = hash_sweep, .sys_lookup_and_delete = hash_sys_take, .batch = hash_batch, .bucket_cursor = true)
MAP_TYPE(ARRAY, "array", array, .mmapable = true)
MAP_TYPE(PERCPU_HASH, "percpu_hash", hash, .percpu = true, .sweep = hash_sweep, .batch = hash_batch, .bucket_cursor = true,
	 .sys_lookup = hash_sys_lookup_percpu, .sys_update = hash_sys_update_percpu,
	 .sys_lookup_and_delete = hash_sys_take)
MAP_TYPE(PERCPU_ARRAY, "percpu_array", array, .percpu = true, .sys_lookup = array_sys_lookup_percpu,
	 .sys_update = array_sys_update_percpu)
MAP_TYPE(LRU_HASH, "lru_hash", hash, .sweep = hash_sweep, .sys_lookup_and_delete = hash_sys_take,
	 .batch = hash_batch, .bucket_cursor = true)
MAP_TYPE(LRU_PERCPU_HASH, "lru_percpu_hash", hash, .percpu = true, .sweep = hash_sweep, .batch = hash_batch,
	 .bucket_cursor = true, .sys_lookup = hash_sys_lookup_percpu, .sys_update = hash_sys_update_percpu,
	 .sys_lookup_and_delete = hash_sys_take)
MAP_TYPE(PROG_ARRAY, "prog_array", prog_array, .set_prog = prog_array_set, .user_put = prog_array_user_put,
	 .sys_lookup = prog_array_sys_lookup, .sys_delete = prog_array_sys_delete)
MAP_TYPE(RINGBUF, "ringbuf", ring, .mmapable = true, .no_syscall_ops = true)
MAP_TYPE(QUEUE, "queue", queue, .sweep = queue_sweep)
MAP_TYPE(STACK, "stack", queue, .sweep = queue_sweep)
MAP_TYPE(BLOOM_FILTER, "bloom_filter", bloom)
MAP_TYPE(ARRAY_OF_MAPS, "array_of_maps", map_of_maps, .needs_inner = true, .set_inner = map_of_maps_set,
	 .sys_lookup = map_of_maps_sys_lookup, .sys_update = map_of_maps_sys_update,
	 .sys_delete = map_of_maps_sys_delete)
MAP_TYPE(HASH_OF_MAPS, "hash_of_maps", map_of_maps, .needs_inner = true, .set_inner = map_of_maps_set,
	 .sys_lookup = map_of_maps_sys_lookup, .sys_update = map_of_maps_sys_update,
	 .sys_delete = map_of_maps_sys_delete, .batch = map_of_maps_batch, .bucket_cursor = true)
