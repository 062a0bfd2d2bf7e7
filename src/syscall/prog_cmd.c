/*
 * prog_cmd.c - BPF_PROG_LOAD and BPF_PROG_BIND_MAP.
 */
#include "syscall/cmd.h"

#include "core/instance.h"
#include "syscall/arena.h"
#include "syscall/rights.h"
#include "verifier/verifier.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_INSNS    RIGHTS_MAX_INSNS
#define MAX_INFO     (64u << 20)
#define LICENSE_SIZE 128

#define LOG_LEVELS   15 /* 1 branches, 2 all, 4 statistics, 8 keep the beginning */
#define KNOWN_FLAGS                                                                               \
	(BPF_F_STRICT_ALIGNMENT | BPF_F_ANY_ALIGNMENT | BPF_F_TEST_STATE_FREQ | BPF_F_SLEEPABLE | \
	 BPF_F_TEST_RND_HI32 | BPF_F_XDP_HAS_FRAGS | BPF_F_TEST_REG_INVARIANTS | BPF_F_XDP_DEV_BOUND_ONLY)

/* Everything that BPF_PROG_LOAD copies from the caller. */
struct load {
	struct call *call;
	struct bpf_insn *insns;
	void *func_info, *line_info;
	char *log;
	struct record *btf;
};

/* Some types need an attach type at load; 0 stands for the first of them where Linux says so. */
static int check_attach_type(union sys_attr *a)
{
	const uint32_t attach = a->expected_attach_type;

	const bool by_btf = a->prog_type == BPF_PROG_TYPE_TRACING || a->prog_type == BPF_PROG_TYPE_LSM ||
			    a->prog_type == BPF_PROG_TYPE_STRUCT_OPS || a->prog_type == BPF_PROG_TYPE_EXT;

	if (a->attach_btf_id && !by_btf)
		return -EINVAL;
	if (a->attach_prog_fd) /* programs in place of, or around, other programs */
		return -EINVAL;
	switch (a->prog_type) {
	case BPF_PROG_TYPE_CGROUP_SOCK:
		if (!attach)
			a->expected_attach_type = BPF_CGROUP_INET_SOCK_CREATE;
		return !attach || attach == BPF_CGROUP_INET_SOCK_CREATE ||
				       attach == BPF_CGROUP_INET_SOCK_RELEASE ||
				       attach == BPF_CGROUP_INET4_POST_BIND ||
				       attach == BPF_CGROUP_INET6_POST_BIND
			       ? 0
			       : -EINVAL;
	case BPF_PROG_TYPE_CGROUP_SOCK_ADDR:
		switch (attach) {
		case BPF_CGROUP_INET4_BIND:
		case BPF_CGROUP_INET6_BIND:
		case BPF_CGROUP_INET4_CONNECT:
		case BPF_CGROUP_INET6_CONNECT:
		case BPF_CGROUP_UNIX_CONNECT:
		case BPF_CGROUP_INET4_GETPEERNAME:
		case BPF_CGROUP_INET6_GETPEERNAME:
		case BPF_CGROUP_UNIX_GETPEERNAME:
		case BPF_CGROUP_INET4_GETSOCKNAME:
		case BPF_CGROUP_INET6_GETSOCKNAME:
		case BPF_CGROUP_UNIX_GETSOCKNAME:
		case BPF_CGROUP_UDP4_SENDMSG:
		case BPF_CGROUP_UDP6_SENDMSG:
		case BPF_CGROUP_UNIX_SENDMSG:
		case BPF_CGROUP_UDP4_RECVMSG:
		case BPF_CGROUP_UDP6_RECVMSG:
		case BPF_CGROUP_UNIX_RECVMSG: return 0;
		default: return -EINVAL;
		}
	case BPF_PROG_TYPE_CGROUP_SKB:
		return attach == BPF_CGROUP_INET_INGRESS || attach == BPF_CGROUP_INET_EGRESS ? 0 : -EINVAL;
	case BPF_PROG_TYPE_CGROUP_SOCKOPT:
		return attach == BPF_CGROUP_SETSOCKOPT || attach == BPF_CGROUP_GETSOCKOPT ? 0 : -EINVAL;
	case BPF_PROG_TYPE_SK_REUSEPORT:
		return !attach || attach == BPF_SK_REUSEPORT_SELECT ||
				       attach == BPF_SK_REUSEPORT_SELECT_OR_MIGRATE
			       ? 0
			       : -EINVAL;
	case BPF_PROG_TYPE_NETFILTER: return attach == BPF_NETFILTER ? 0 : -EINVAL;
	case BPF_PROG_TYPE_SK_LOOKUP: return attach == BPF_SK_LOOKUP ? 0 : -EINVAL;
	case BPF_PROG_TYPE_SYSCALL: return attach ? -EINVAL : 0;
	default: return attach < 64 ? 0 : -EINVAL;
	}
}

/* Programs for one device: no device here has metadata or an engine of its own. */
static int check_device(const union sys_attr *a)
{
	char name[IF_NAMESIZE];
	bool xdp = a->prog_type == BPF_PROG_TYPE_XDP, tc = a->prog_type == BPF_PROG_TYPE_SCHED_CLS;

	if (!(xdp || (tc && !(a->prog_flags & BPF_F_XDP_DEV_BOUND_ONLY))) ||
	    !if_indextoname(a->prog_ifindex, name))
		return -EINVAL;
	return -EOPNOTSUPP;
}

static int check_attr(const struct skep *inst, union sys_attr *a)
{
	const uint32_t log_limit = UINT32_MAX >> 2;
	int err;

	if (a->prog_flags & ~(uint32_t)KNOWN_FLAGS)
		return -EINVAL;
	err = rights_for_prog(inst, a->prog_type, a->insn_cnt);
	if (err)
		return err;
	if (a->prog_ifindex)
		return check_device(a);
	if (a->core_relo_cnt || a->signature || a->signature_size)
		return -EINVAL;
	if (cmd_check_name(a->prog_name))
		return -EINVAL;
	if (!!a->log_buf != !!a->log_size || (a->log_buf && !a->log_level) || a->log_level & ~LOG_LEVELS ||
	    a->log_size > log_limit)
		return -EINVAL;
	if ((a->func_info_cnt || a->line_info_cnt) && !a->prog_btf_fd)
		return -EINVAL;
	return check_attach_type(a);
}

static struct skep_map *map_by_fd(void *arg, int fd)
{
	struct load *load = arg;
	struct record *r;

	if (layer_from_fd(load->call->inst, fd, OBJECT_MAP, &r, NULL))
		return NULL;
	if (record_map(r)->def.type == BPF_MAP_TYPE_ARENA)
		arena_place(record_map(r));
	return record_map(r);
}

static struct skep_map *map_by_idx(void *arg, uint32_t idx)
{
	struct load *load = arg;
	int32_t fd;

	if (!load->call->attr.fd_array || idx >= INT32_MAX ||
	    user_read(&fd, load->call->attr.fd_array + idx * sizeof(fd), sizeof(fd)))
		return NULL;
	return map_by_fd(load, fd);
}

static const struct btf_data *kernel_btf(void *arg)
{
	const struct load *load = arg;

	return layer_kernel_btf(load->call->inst);
}

static bool kernel_has(void *arg, const char *symbol)
{
	(void)arg;
	return layer_kernel_has(symbol);
}

static int read_infos(struct load *load)
{
	const union sys_attr *a = &load->call->attr;
	int err;

	if (a->func_info_cnt > MAX_INSNS || a->line_info_cnt > MAX_INSNS)
		return -E2BIG;
	err = user_dup(a->func_info, (size_t)a->func_info_cnt * a->func_info_rec_size, MAX_INFO,
		       &load->func_info);
	if (err)
		return err;
	return user_dup(a->line_info, (size_t)a->line_info_cnt * a->line_info_rec_size, MAX_INFO,
			&load->line_info);
}

/* What the record keeps for BPF_OBJ_GET_INFO_BY_FD. */
static void keep_infos(struct load *load, struct record *r)
{
	const union sys_attr *a = &load->call->attr;

	if (!load->btf)
		return;
	object_get(load->btf->obj);
	r->prog_btf = record_btf(load->btf);
	r->func_info = load->func_info;
	r->func_info_cnt = a->func_info_cnt;
	r->func_info_rec_size = a->func_info_rec_size;
	r->line_info = load->line_info;
	r->line_info_cnt = a->line_info_cnt;
	r->line_info_rec_size = a->line_info_rec_size;
	load->func_info = load->line_info = NULL;
}

static void note_verdict(struct load *load, int err, const struct verify_stats *stats, struct diag *diag)
{
	struct bpf_layer *layer = load->call->inst->layer;
	struct verdict *last = &layer->last;

	pthread_mutex_lock(&layer->lock);
	memcpy(last->name, load->call->attr.prog_name, sizeof(last->name));
	last->err = err;
	last->stats = *stats;
	last->diag = *diag;
	pthread_mutex_unlock(&layer->lock);
}

static long load_program(struct load *load)
{
	struct call *call = load->call;
	union sys_attr *a = &call->attr;
	char license[LICENSE_SIZE];
	struct skep_prog *prog;
	struct record *record;
	uint32_t log_true_size = 0;
	long err;

	err = user_string(license, a->license, sizeof(license));
	if (!err)
		err = user_dup(a->insns, a->insn_cnt * sizeof(struct bpf_insn),
			       MAX_INSNS * sizeof(struct bpf_insn), (void **)&load->insns);
	if (!err && a->prog_btf_fd)
		err = layer_from_fd(call->inst, (int)a->prog_btf_fd, OBJECT_BTF, &load->btf, NULL);
	if (!err && load->btf)
		err = read_infos(load);
	if (!err && a->log_buf) {
		load->log = calloc(1, a->log_size);
		err = load->log ? 0 : -ENOMEM;
	}
	if (err)
		return err;
	struct verify_input in = {
		.inst = call->inst,
		.type = a->prog_type,
		.expected_attach_type = a->expected_attach_type,
		.prog_flags = a->prog_flags,
		.insns = load->insns,
		.insn_cnt = a->insn_cnt,
		.gpl_compatible = license_is_gpl(license),
		.unprivileged = rights_lack(call->inst, CAP_BPF),
		.no_perfmon = rights_lack(call->inst, CAP_PERFMON),
		.map_by_fd = map_by_fd,
		.map_by_idx = map_by_idx,
		.kernel_ops = &kernel_ops,
		.kernel_btf = kernel_btf,
		.kernel_has = kernel_has,
		.attach_btf_id = a->attach_btf_id,
		.arg = load,
		.btf = load->btf ? &record_btf(load->btf)->data : NULL,
		.func_info = load->func_info,
		.line_info = load->line_info,
		.func_info_cnt = a->func_info_cnt,
		.func_info_rec_size = a->func_info_rec_size,
		.line_info_cnt = a->line_info_cnt,
		.line_info_rec_size = a->line_info_rec_size,
		.log_level = a->log_level,
		.log = load->log,
		.log_size = a->log_size,
		.log_true_size = &log_true_size,
		.teller = &vf_teller,
	};
	struct verify_stats stats = {0};
	struct diag diag = {0};
	err = prog_load(call->inst, &in, a->prog_name, &stats, &diag, &prog);
	note_verdict(load, (int)err, &stats, &diag);
	if (load->log) {
		size_t n = strnlen(load->log, a->log_size);
		int wrote = user_write(a->log_buf, load->log, n < a->log_size ? n + 1 : n);
		a->log_true_size = log_true_size;
		if (call->size >= ATTR_END(log_true_size) && !wrote)
			wrote = CALL_OUT(call, log_true_size);
		if (wrote && !err) {
			skep_prog_put(prog);
			return wrote;
		}
	}
	if (err)
		return err;
	err = layer_publish(call->inst, OBJECT_PROG, &prog->obj, O_RDWR, &record);
	if (err >= 0)
		keep_infos(load, record);
	return err;
}

long cmd_prog_load(struct call *call)
{
	struct load load = {.call = call};
	long err = check_attr(call->inst, &call->attr);

	if (err)
		return err;
	err = load_program(&load);
	free(load.insns);
	free(load.func_info);
	free(load.line_info);
	free(load.log);
	if (load.btf)
		layer_put(load.btf);
	return err;
}

/* The program holds the map from now on, as one of those that its code names. */
static int bind_map(struct skep *inst, struct skep_prog *prog, struct skep_map *map)
{
	struct lowered *low = &prog->lowered;
	struct skep_map **maps, **old = low->maps;
	int err = 0;

	pthread_mutex_lock(&inst->layer->lock);
	for (uint32_t i = 0; i < low->nr_maps; i++)
		if (low->maps[i] == map)
			goto out;
	maps = skep_alloc(inst, (low->nr_maps + 1) * sizeof(*maps));
	if (!maps) {
		err = -ENOMEM;
		goto out;
	}
	if (low->nr_maps)
		memcpy(maps, old, low->nr_maps * sizeof(*maps));
	maps[low->nr_maps] = map_get(map);
	low->maps = maps;
	low->nr_maps++;
	if (old)
		skep_release(inst, old, (low->nr_maps - 1) * sizeof(*maps));
out:
	pthread_mutex_unlock(&inst->layer->lock);
	return err;
}

long cmd_prog_bind_map(struct call *call)
{
	struct record *prog, *map;
	int err = layer_from_fd(call->inst, (int)call->attr.bind.prog_fd, OBJECT_PROG, &prog, NULL);

	if (err)
		return err;
	err = layer_from_fd(call->inst, (int)call->attr.bind.map_fd, OBJECT_MAP, &map, NULL);
	if (!err) {
		err = call->attr.bind.flags ? -EINVAL
					    : bind_map(call->inst, record_prog(prog), record_map(map));
		layer_put(map);
	}
	layer_put(prog);
	return err;
}
