/*
 * cmd_table.h - the commands of bpf() that skep has.
 *
 * COMMAND(number, function, last attribute, result, what it does).  The result is a new descriptor (FD) or a
 * number (INT).  Bytes after the last attribute must be zero
 * (-EINVAL).  Commands that are not here answer -EINVAL, as Linux does for one that it does not know.
 */
COMMAND(BPF_MAP_CREATE, cmd_map_create, excl_prog_hash_size, FD, "create a map")
COMMAND(BPF_MAP_LOOKUP_ELEM, cmd_map_lookup, flags, INT, "read a value")
COMMAND(BPF_MAP_UPDATE_ELEM, cmd_map_update, flags, INT, "write a value")
COMMAND(BPF_MAP_DELETE_ELEM, cmd_map_delete, key, INT, "delete a key")
COMMAND(BPF_MAP_GET_NEXT_KEY, cmd_map_next_key, next_key, INT, "walk the keys")
COMMAND(BPF_MAP_LOOKUP_AND_DELETE_ELEM, cmd_map_lookup_and_delete, flags, INT, "take a value out")
COMMAND(BPF_MAP_FREEZE, cmd_map_freeze, map_fd, INT, "no more writes by bpf()")
COMMAND(BPF_MAP_LOOKUP_BATCH, cmd_map_lookup_batch, batch.flags, INT, "read many")
COMMAND(BPF_MAP_LOOKUP_AND_DELETE_BATCH, cmd_map_lookup_and_delete_batch, batch.flags, INT, "take many out")
COMMAND(BPF_MAP_UPDATE_BATCH, cmd_map_update_batch, batch.flags, INT, "write many")
COMMAND(BPF_MAP_DELETE_BATCH, cmd_map_delete_batch, batch.flags, INT, "delete many")
COMMAND(BPF_PROG_LOAD, cmd_prog_load, keyring_id, FD, "verify and load a program")
COMMAND(BPF_OBJ_PIN, cmd_obj_pin, pin.path_fd, INT, "give an object a name in the bpf filesystem")
COMMAND(BPF_OBJ_GET, cmd_obj_get, pin.path_fd, FD, "open a pinned object")
COMMAND(BPF_PROG_TEST_RUN, cmd_prog_test_run, test.batch_size, INT, "run a program on given bytes")
COMMAND(BPF_PROG_GET_NEXT_ID, cmd_prog_next_id, by_id.next_id, INT, "walk the programs")
COMMAND(BPF_MAP_GET_NEXT_ID, cmd_map_next_id, by_id.next_id, INT, "walk the maps")
COMMAND(BPF_BTF_GET_NEXT_ID, cmd_btf_next_id, by_id.next_id, INT, "walk the BTF objects")
COMMAND(BPF_PROG_GET_FD_BY_ID, cmd_prog_fd_by_id, by_id.fd_by_id_token_fd, FD, "open a program")
COMMAND(BPF_MAP_GET_FD_BY_ID, cmd_map_fd_by_id, by_id.fd_by_id_token_fd, FD, "open a map")
COMMAND(BPF_BTF_GET_FD_BY_ID, cmd_btf_fd_by_id, by_id.fd_by_id_token_fd, FD, "open BTF")
COMMAND(BPF_OBJ_GET_INFO_BY_FD, cmd_obj_info, info.info, INT, "describe an object")
COMMAND(BPF_BTF_LOAD, cmd_btf_load, btf_token_fd, FD, "load BTF")
COMMAND(BPF_PROG_BIND_MAP, cmd_prog_bind_map, bind.flags, INT, "tie a map's life to a program's")
COMMAND(BPF_PROG_ATTACH, cmd_prog_attach, attach.expected_revision, INT,
	"tie a program to a cgroup, map or device: none here")
COMMAND(BPF_PROG_DETACH, cmd_prog_detach, attach.expected_revision, INT, "untie one")
COMMAND(BPF_PROG_QUERY, cmd_prog_query, query.revision, INT, "which programs are attached")
COMMAND(BPF_RAW_TRACEPOINT_OPEN, cmd_raw_tracepoint_open, raw_tp.cookie, FD,
	"attach to a tracepoint: none here")
COMMAND(BPF_LINK_CREATE, cmd_link_create, link_create.rest, FD, "attach a program to a hook: none here")
COMMAND(BPF_LINK_UPDATE, cmd_link_update, link.old_prog_fd, INT, "another program for a link")
COMMAND(BPF_LINK_DETACH, cmd_link_detach, link.link_fd, INT, "end a link before its descriptors are closed")
COMMAND(BPF_LINK_GET_FD_BY_ID, cmd_link_fd_by_id, by_id.id, FD, "open a link")
COMMAND(BPF_LINK_GET_NEXT_ID, cmd_link_next_id, by_id.next_id, INT, "walk the links")
COMMAND(BPF_ITER_CREATE, cmd_iter_create, link.new_prog_fd, FD, "read what an iterator's program prints")
COMMAND(BPF_TASK_FD_QUERY, cmd_task_fd_query, task.probe_addr, INT, "what a task's descriptor is attached to")
COMMAND(BPF_ENABLE_STATS, cmd_enable_stats, stats.type, FD, "measure runs while the descriptor is open")
COMMAND(BPF_TOKEN_CREATE, cmd_token_create, token.bpffs_fd, FD, "pass rights on: none here")
COMMAND(BPF_PROG_STREAM_READ_BY_FD, cmd_stream_read, stream.prog_fd, INT,
	"what a program wrote to its streams")
