/*
 * info_cmd.c - ids and BPF_OBJ_GET_INFO_BY_FD.
 */
#include "syscall/cmd.h"
#include "syscall/rights.h"

#include "core/instance.h"
#include "jit/jit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ----------------------------------------------------------------------------------------- ids */

static long next_id(struct call *call, enum object_kind kind)
{
	if (call->attr.by_id.open_flags || call->attr.by_id.id >= INT32_MAX)
		return -EINVAL;
	int err = rights_for_ids(call->inst);
	if (!err)
		err = layer_next_id(call->inst, kind, call->attr.by_id.id, &call->attr.by_id.next_id);
	return err ? err : CALL_OUT(call, by_id.next_id);
}

long cmd_prog_next_id(struct call *call)
{
	return next_id(call, OBJECT_PROG);
}

long cmd_map_next_id(struct call *call)
{
	return next_id(call, OBJECT_MAP);
}

long cmd_btf_next_id(struct call *call)
{
	return next_id(call, OBJECT_BTF);
}

static long fd_by_id(struct call *call, enum object_kind kind)
{
	const union sys_attr *a = &call->attr;

	if (a->by_id.next_id || a->by_id.fd_by_id_token_fd || (kind != OBJECT_MAP && a->by_id.open_flags))
		return -EINVAL;
	int access = O_RDWR;
	if (a->by_id.open_flags == BPF_F_RDONLY)
		access = O_RDONLY;
	else if (a->by_id.open_flags == BPF_F_WRONLY)
		access = O_WRONLY;
	else if (a->by_id.open_flags)
		return -EINVAL;
	int err = rights_for_ids(call->inst);
	return err ? err : layer_fd_by_id(call->inst, kind, a->by_id.id, access);
}

long cmd_prog_fd_by_id(struct call *call)
{
	return fd_by_id(call, OBJECT_PROG);
}

long cmd_map_fd_by_id(struct call *call)
{
	return fd_by_id(call, OBJECT_MAP);
}

long cmd_btf_fd_by_id(struct call *call)
{
	return fd_by_id(call, OBJECT_BTF);
}

/* --------------------------------------------------------------------------------------- infos */

/* Copies what the caller has room for of an info structure and says how much there is. */
static int put_info(struct call *call, const void *info, uint32_t size)
{
	uint32_t room = call->attr.info.info_len;

	if (room > size) {
		int err = user_all_zero(call->attr.info.info + size, room - size);
		if (err)
			return err;
		room = size;
	}
	call->attr.info.info_len = room;
	int err = user_write(call->attr.info.info, info, room);
	return err ? err : CALL_OUT(call, info.info_len);
}

static int get_info(struct call *call, void *info, uint32_t size)
{
	uint32_t n = call->attr.info.info_len < size ? call->attr.info.info_len : size;

	memset(info, 0, size);
	return user_read(info, call->attr.info.info, n);
}

/* Two-pass arrays: the caller says how many records it has room for, gets as many and the true number. */
static int put_array(uint64_t to, uint32_t *nr, uint32_t have, const void *from, size_t record)
{
	uint32_t room = *nr < have ? *nr : have;

	*nr = have;
	return room && to ? user_write(to, from, room * record) : 0;
}

static int map_info(struct call *call, const struct record *r)
{
	const struct skep_map *map = record_map(r);
	struct bpf_map_info info;
	int err = get_info(call, &info, sizeof(info));

	if (err)
		return err;
	memset(&info, 0, sizeof(info));
	info.type = map->def.type;
	info.id = r->id;
	info.key_size = map->def.key_size;
	info.value_size = map->def.value_size;
	info.max_entries = map->def.max_entries;
	info.map_flags = map->def.flags;
	info.map_extra = map->def.extra;
	memcpy(info.name, map->def.name, sizeof(info.name));
	if (r->btf) {
		info.btf_id = r->btf->obj.id;
		info.btf_key_type_id = r->btf_key_type_id;
		info.btf_value_type_id = r->btf_value_type_id;
	}
	return put_info(call, &info, sizeof(info));
}

void info_xlated(const struct skep_prog *prog, struct bpf_insn *insns)
{
	const struct lowered *low = &prog->lowered;

	memcpy(insns, low->insns, low->insn_cnt * sizeof(*insns));
	for (uint32_t i = 0; i < low->insn_cnt; i++) {
		if (insns[i].code != (BPF_LD | BPF_IMM | BPF_DW))
			continue;
		if (insns[i].src_reg == BPF_PSEUDO_MAP_FD || insns[i].src_reg == BPF_PSEUDO_MAP_VALUE)
			insns[i].imm = (int32_t)low->maps[insns[i].imm]->obj.id;
		i++;
	}
}

static int put_xlated(const struct skep_prog *prog, struct bpf_prog_info *info)
{
	uint32_t size = prog->lowered.insn_cnt * (uint32_t)sizeof(struct bpf_insn);
	uint32_t room = info->xlated_prog_len < size ? info->xlated_prog_len : size;
	uint64_t to = info->xlated_prog_insns;

	info->xlated_prog_len = size;
	if (!room || !to)
		return 0;
	struct bpf_insn *copy = malloc(size);
	if (!copy)
		return -ENOMEM;
	info_xlated(prog, copy);
	int err = user_write(to, copy, room);
	free(copy);
	return err;
}

static int put_map_ids(const struct skep_prog *prog, struct bpf_prog_info *info)
{
	struct bpf_layer *layer = prog->inst->layer;

	pthread_mutex_lock(&layer->lock); /* BPF_PROG_BIND_MAP puts a longer array in the place of this one */
	uint32_t n = prog->lowered.nr_maps;
	uint32_t *ids = malloc((n + 1) * sizeof(*ids));
	for (uint32_t i = 0; ids && i < n; i++)
		ids[i] = prog->lowered.maps[i]->obj.id;
	pthread_mutex_unlock(&layer->lock);
	if (!ids)
		return -ENOMEM;
	int err = put_array(info->map_ids, &info->nr_map_ids, n, ids, sizeof(*ids));
	free(ids);
	return err;
}

/* Machine code, and where its functions are. */
static int put_jited(const struct skep_prog *prog, struct bpf_prog_info *info)
{
	const struct lowered *low = &prog->lowered;
	uint32_t one = 1, nr = low->nr_subprogs;

	if (!prog->jit) {
		info->jited_prog_len = 0;
		info->nr_jited_ksyms = info->nr_jited_func_lens = 0;
		return 0;
	}
	uint32_t size = (uint32_t)prog->jit->size;
	uint32_t room = info->jited_prog_len < size ? info->jited_prog_len : size;
	int err = room && info->jited_prog_insns ? user_write(info->jited_prog_insns, prog->jit->code, room)
						 : 0;
	info->jited_prog_len = size;
	uint64_t *addrs = calloc(nr, sizeof(*addrs));
	uint32_t *lens = calloc(nr, sizeof(*lens));
	if (!addrs || !lens)
		err = err ? err : -ENOMEM;
	for (uint32_t i = 0; !err && i < nr; i++) {
		uint32_t from = i ? prog->jit->insn_off[low->subprogs[i].start] : 0;
		uint32_t to = i + one < nr ? prog->jit->insn_off[low->subprogs[i + 1].start] : size;
		addrs[i] = (uint64_t)(uintptr_t)prog->jit->code + from;
		lens[i] = to - from;
	}
	if (!err)
		err = put_array(info->jited_ksyms, &info->nr_jited_ksyms, nr, addrs, sizeof(*addrs));
	if (!err)
		err = put_array(info->jited_func_lens, &info->nr_jited_func_lens, nr, lens, sizeof(*lens));
	free(addrs);
	free(lens);
	return err;
}

static int put_btf_records(const struct record *r, struct bpf_prog_info *info)
{
	int err;

	if (info->nr_func_info && info->func_info_rec_size != r->func_info_rec_size && r->func_info)
		return -EINVAL;
	if (info->nr_line_info && info->line_info_rec_size != r->line_info_rec_size && r->line_info)
		return -EINVAL;
	info->func_info_rec_size =
		r->func_info ? r->func_info_rec_size : (uint32_t)sizeof(struct bpf_func_info);
	info->line_info_rec_size =
		r->line_info ? r->line_info_rec_size : (uint32_t)sizeof(struct bpf_line_info);
	err = put_array(info->func_info, &info->nr_func_info, r->func_info_cnt, r->func_info,
			info->func_info_rec_size);
	if (!err)
		err = put_array(info->line_info, &info->nr_line_info, r->line_info_cnt, r->line_info,
				info->line_info_rec_size);
	if (r->prog_btf)
		info->btf_id = r->prog_btf->obj.id;
	/* Which source line a piece of machine code comes from is not kept. */
	info->nr_jited_line_info = 0;
	info->jited_line_info_rec_size = sizeof(uint64_t);
	return err;
}

static int prog_info(struct call *call, const struct record *r)
{
	const struct skep_prog *prog = record_prog(r);
	struct bpf_prog_info info;
	int err = get_info(call, &info, sizeof(info));

	if (err)
		return err;
	info.type = prog->type;
	info.id = r->id;
	memcpy(info.tag, prog->tag, sizeof(info.tag));
	info.load_time = prog->load_time;
	info.created_by_uid = r->uid;
	memcpy(info.name, prog->name, sizeof(info.name));
	info.gpl_compatible = prog->gpl_compatible;
	info.ifindex = 0;
	info.netns_dev = info.netns_ino = 0;
	info.run_time_ns = r->run_time_ns;
	info.run_cnt = r->run_cnt;
	info.recursion_misses = 0;
	info.verified_insns = prog->verified_insns;
	info.attach_btf_obj_id = info.attach_btf_id = 0;
	err = put_xlated(prog, &info);
	if (!err)
		err = put_map_ids(prog, &info);
	if (!err)
		err = put_jited(prog, &info);
	if (!err)
		err = put_btf_records(r, &info);
	if (!err)
		err = put_array(info.prog_tags, &info.nr_prog_tags, 1, prog->tag, sizeof(prog->tag));
	return err ? err : put_info(call, &info, sizeof(info));
}

static int btf_info(struct call *call, const struct record *r)
{
	const struct btf_object *btf = record_btf(r);
	struct bpf_btf_info info;
	int err = get_info(call, &info, sizeof(info));

	if (err)
		return err;
	uint32_t room = info.btf_size < btf->data.size ? info.btf_size : (uint32_t)btf->data.size;
	if (room && info.btf)
		err = user_write(info.btf, btf->data.raw, room);
	if (err)
		return err;
	if (info.name && info.name_len) {
		char empty = 0;
		err = user_write(info.name, &empty, 1);
		if (err)
			return err;
	}
	info.btf_size = (uint32_t)btf->data.size;
	info.id = r->id;
	info.name_len = 0;
	info.kernel_btf = 0;
	return put_info(call, &info, sizeof(info));
}

long cmd_obj_info(struct call *call)
{
	static int (*const infos[])(struct call *, const struct record *) = {map_info, prog_info, btf_info};
	struct record *r;
	int err = -EINVAL;

	if (call->attr.info.info_len > 4096)
		return -E2BIG;
	for (enum object_kind kind = 0; kind < OBJECT_KINDS; kind++) {
		err = layer_from_fd(call->inst, (int)call->attr.info.bpf_fd, kind, &r, NULL);
		if (err == -EINVAL)
			continue;
		if (!err) {
			err = infos[kind](call, r);
			layer_put(r);
		}
		break;
	}
	return err == -EBADF ? -EBADFD : err;
}
