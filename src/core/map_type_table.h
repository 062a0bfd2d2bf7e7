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
MAP_TYPE(PROG_ARRAY, "prog_array", prog_array, .owned = true, .set_prog = prog_array_set, .user_put = prog_array_user_put,
	 .sys_lookup = prog_array_sys_lookup, .sys_delete = prog_array_sys_delete)
MAP_TYPE(RINGBUF, "ringbuf", ring, .mmapable = true, .no_syscall_ops = true, .sys_lookup = no_elem_sys_lookup,
	 .sys_update = no_elem_sys_update, .sys_delete = no_elem_sys_delete)
MAP_TYPE(QUEUE, "queue", queue, .sweep = queue_sweep)
MAP_TYPE(STACK, "stack", queue, .sweep = queue_sweep)
MAP_TYPE(BLOOM_FILTER, "bloom_filter", bloom)
MAP_TYPE(LPM_TRIE, "lpm_trie", lpm, .sweep = lpm_sweep)
MAP_TYPE(ARRAY_OF_MAPS, "array_of_maps", map_of_maps, .needs_inner = true, .set_inner = map_of_maps_set,
	 .sys_lookup = map_of_maps_sys_lookup, .sys_update = map_of_maps_sys_update,
	 .sys_delete = map_of_maps_sys_delete)
MAP_TYPE(HASH_OF_MAPS, "hash_of_maps", map_of_maps, .needs_inner = true, .set_inner = map_of_maps_set,
	 .sys_lookup = map_of_maps_sys_lookup, .sys_update = map_of_maps_sys_update,
	 .sys_delete = map_of_maps_sys_delete, .batch = map_of_maps_batch, .bucket_cursor = true)
MAP_TYPE(USER_RINGBUF, "user_ringbuf", user_ring, .mmapable = true, .sys_lookup = no_elem_sys_lookup,
	 .sys_update = no_elem_sys_update, .sys_delete = no_elem_sys_delete)
MAP_TYPE(ARENA, "arena", arena, .mmapable = true, .sys_lookup = arena_sys_lookup)
MAP_TYPE(STACK_TRACE, "stack_trace", stack_trace, .sys_lookup_and_delete = stack_trace_sys_take)
MAP_TYPE(PERF_EVENT_ARRAY, "perf_event_array", fd_array, .sys_lookup = fd_array_sys_lookup,
	 .sys_update = fd_array_sys_update, .sys_delete = fd_array_sys_delete)
MAP_TYPE(CGROUP_ARRAY, "cgroup_array", fd_array, .sys_lookup = fd_array_sys_lookup,
	 .sys_update = fd_array_sys_update, .sys_delete = fd_array_sys_delete)
MAP_TYPE(DEVMAP, "devmap", dev_map, .owned = true, .sys_lookup = dev_map_sys_lookup, .sys_update = dev_map_sys_update,
	 .sys_delete = dev_map_sys_delete)
MAP_TYPE(DEVMAP_HASH, "devmap_hash", dev_map, .sys_lookup = dev_map_sys_lookup, .sys_update = dev_map_sys_update,
	 .sys_delete = dev_map_sys_delete)
MAP_TYPE(CPUMAP, "cpumap", dev_map, .owned = true, .sys_lookup = dev_map_sys_lookup, .sys_update = dev_map_sys_update,
	 .sys_delete = dev_map_sys_delete)
MAP_TYPE(XSKMAP, "xskmap", sock_map, .sys_lookup = sock_map_sys_lookup, .sys_update = sock_map_sys_update,
	 .sys_delete = sock_map_sys_delete)
MAP_TYPE(SOCKMAP, "sockmap", sock_map, .sys_lookup = sock_map_sys_lookup, .sys_update = sock_map_sys_update,
	 .sys_delete = sock_map_sys_delete)
MAP_TYPE(SOCKHASH, "sockhash", sock_map, .sys_lookup = sock_map_sys_lookup, .sys_update = sock_map_sys_update,
	 .sys_delete = sock_map_sys_delete)
MAP_TYPE(REUSEPORT_SOCKARRAY, "reuseport_sockarray", sock_map, .sys_lookup = sock_map_sys_lookup,
	 .sys_update = sock_map_sys_update, .sys_delete = sock_map_sys_delete)
MAP_TYPE(STRUCT_OPS, "struct_ops", struct_ops, .sys_lookup = struct_ops_sys_lookup, .sys_update = struct_ops_sys_update,
	 .sys_delete = struct_ops_sys_delete)
MAP_TYPE(SK_STORAGE, "sk_storage", storage, .values_of = storage_values_of, .sys_lookup = storage_sys_lookup, .sys_update = storage_sys_update,
	 .sys_delete = storage_sys_delete)
MAP_TYPE(INODE_STORAGE, "inode_storage", storage, .values_of = storage_values_of, .sys_lookup = storage_sys_lookup,
	 .sys_update = storage_sys_update, .sys_delete = storage_sys_delete)
MAP_TYPE(TASK_STORAGE, "task_storage", storage, .values_of = storage_values_of, .sys_lookup = storage_sys_lookup, .sys_update = storage_sys_update,
	 .sys_delete = storage_sys_delete)
MAP_TYPE(CGRP_STORAGE, "cgrp_storage", storage, .values_of = storage_values_of, .sys_lookup = storage_sys_lookup,
	 .sys_update = storage_sys_update, .sys_delete = storage_sys_delete)
MAP_TYPE(CGROUP_STORAGE, "cgroup_storage", cgroup_storage, .sys_lookup = cgroup_storage_sys_lookup,
	 .sys_update = cgroup_storage_sys_update)
MAP_TYPE(PERCPU_CGROUP_STORAGE, "percpu_cgroup_storage", cgroup_storage, .percpu = true,
	 .sys_lookup = cgroup_storage_sys_lookup, .sys_update = cgroup_storage_sys_update)
