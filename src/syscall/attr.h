/*
 * attr.h - union bpf_attr of Linux 6.18, whatever header the build machine has.
 *
 * A copy of ours is what every command works on: the caller's memory is read once (user.h), and only the
 * outputs are written back.  Names and order are the kernel interface's.
 */
#ifndef SKEP_SYSCALL_ATTR_H
#define SKEP_SYSCALL_ATTR_H

#include <skep/uapi.h>
#include <stddef.h>
#include <stdint.h>

#define U64(name) _Alignas(8) uint64_t name

union sys_attr {
	struct { /* BPF_MAP_CREATE */
		uint32_t map_type, key_size, value_size, max_entries, map_flags, inner_map_fd, numa_node;
		char map_name[16];
		uint32_t map_ifindex, btf_fd, btf_key_type_id, btf_value_type_id, btf_vmlinux_value_type_id;
		U64(map_extra);
		int32_t value_type_btf_obj_fd, map_token_fd;
		U64(excl_prog_hash);
		uint32_t excl_prog_hash_size;
	};
	struct { /* BPF_MAP_*_ELEM, BPF_MAP_GET_NEXT_KEY, BPF_MAP_FREEZE */
		uint32_t map_fd;
		U64(key);
		union {
			U64(value);
			U64(next_key);
		};
		uint64_t flags;
	};
	struct { /* BPF_MAP_*_BATCH */
		U64(in_batch);
		uint64_t out_batch, keys, values;
		uint32_t count, map_fd;
		uint64_t elem_flags, flags;
	} batch;
	struct { /* BPF_PROG_LOAD */
		uint32_t prog_type, insn_cnt;
		U64(insns);
		uint64_t license;
		uint32_t log_level, log_size;
		uint64_t log_buf;
		uint32_t kern_version, prog_flags;
		char prog_name[16];
		uint32_t prog_ifindex, expected_attach_type, prog_btf_fd, func_info_rec_size;
		uint64_t func_info;
		uint32_t func_info_cnt, line_info_rec_size;
		uint64_t line_info;
		uint32_t line_info_cnt, attach_btf_id, attach_prog_fd, core_relo_cnt;
		U64(fd_array);
		uint64_t core_relos;
		uint32_t core_relo_rec_size, log_true_size;
		int32_t prog_token_fd;
		uint32_t fd_array_cnt;
		U64(signature);
		uint32_t signature_size;
		int32_t keyring_id;
	};
	struct { /* BPF_PROG_TEST_RUN */
		uint32_t prog_fd, retval, data_size_in, data_size_out;
		U64(data_in);
		uint64_t data_out;
		uint32_t repeat, duration, ctx_size_in, ctx_size_out;
		uint64_t ctx_in, ctx_out;
		uint32_t flags, cpu, batch_size;
	} test;
	struct { /* BPF_*_GET_*_ID */
		uint32_t id, next_id, open_flags;
		int32_t fd_by_id_token_fd;
	} by_id;
	struct { /* BPF_OBJ_PIN, BPF_OBJ_GET */
		U64(pathname);
		uint32_t bpf_fd, file_flags;
		int32_t path_fd;
	} pin;
	struct { /* BPF_OBJ_GET_INFO_BY_FD */
		uint32_t bpf_fd, info_len;
		U64(info);
	} info;
	struct { /* BPF_BTF_LOAD */
		U64(btf);
		uint64_t btf_log_buf;
		uint32_t btf_size, btf_log_size, btf_log_level, btf_log_true_size, btf_flags;
		int32_t btf_token_fd;
	};
	struct { /* BPF_PROG_ATTACH, BPF_PROG_DETACH */
		uint32_t target_fd, bpf_fd, type, flags, replace_bpf_fd, relative_fd;
		U64(expected_revision);
	} attach;
	struct { /* BPF_PROG_QUERY */
		uint32_t target_fd, type, query_flags, attach_flags;
		U64(prog_ids);
		uint32_t count, pad;
		U64(prog_attach_flags);
		uint64_t link_ids, link_attach_flags, revision;
	} query;
	struct { /* BPF_RAW_TRACEPOINT_OPEN */
		U64(name);
		uint32_t prog_fd, pad;
		U64(cookie);
	} raw_tp;
	struct { /* BPF_LINK_CREATE */
		uint32_t prog_fd, target_fd, attach_type, flags;
		U64(rest[4]);
	} link_create;
	struct { /* BPF_LINK_UPDATE, BPF_LINK_DETACH, BPF_ITER_CREATE */
		uint32_t link_fd, new_prog_fd, flags, old_prog_fd;
	} link;
	struct { /* BPF_TASK_FD_QUERY */
		uint32_t pid, fd, flags, buf_len;
		U64(buf);
		uint32_t prog_id, fd_type;
		U64(probe_offset);
		uint64_t probe_addr;
	} task;
	struct { /* BPF_ENABLE_STATS */
		uint32_t type;
	} stats;
	struct { /* BPF_TOKEN_CREATE */
		uint32_t flags, bpffs_fd;
	} token;
	struct { /* BPF_PROG_STREAM_READ_BY_FD */
		U64(buf);
		uint32_t len, id, prog_fd;
	} stream;
	struct { /* BPF_PROG_BIND_MAP */
		uint32_t prog_fd, map_fd, flags;
	} bind;
};

#undef U64

/* Linux's CHECK_ATTR: everything after the last field that a command knows must be zero. */
#define ATTR_END(field) (offsetof(union sys_attr, field) + sizeof(((union sys_attr *)0)->field))

#endif
