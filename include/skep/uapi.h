/*
 * uapi.h - the BPF interface of Linux 6.18, whatever header the build machine has.
 *
 * <linux/bpf.h> of the machine (6.1 or later) gives instructions, enumerations and structures;
 * this file adds, as macros, the enumerators that came later.  A macro may shadow an enumerator
 * of the same value, so newer headers do no harm.  Source of the values: the kernel's own BTF.
 */
#ifndef SKEP_UAPI_H
#define SKEP_UAPI_H

#include <linux/bpf.h>

/* bpf() commands */
#define BPF_TOKEN_CREATE           36
#define BPF_PROG_STREAM_READ_BY_FD 37
#define SKEP_BPF_CMD_MAX           38 /* one past the last command */

/* instruction set (RFC 9669) */
#define BPF_MEMSX           0x80 /* load with sign extension */
#define BPF_JCOND           0xe0 /* conditional pseudo jump: may_goto */
#define BPF_MAY_GOTO        0
#define BPF_LOAD_ACQ        0x100
#define BPF_STORE_REL       0x110
#define BPF_ADDR_SPACE_CAST 1

/* map types */
#define BPF_MAP_TYPE_CGRP_STORAGE 32
#define BPF_MAP_TYPE_ARENA        33

/* program types */
#define BPF_PROG_TYPE_NETFILTER 32

/* helpers */
#define BPF_FUNC_cgrp_storage_get    210
#define BPF_FUNC_cgrp_storage_delete 211

/* attach types */
#define BPF_STRUCT_OPS              44
#define BPF_NETFILTER               45
#define BPF_TCX_INGRESS             46
#define BPF_TCX_EGRESS              47
#define BPF_TRACE_UPROBE_MULTI      48
#define BPF_CGROUP_UNIX_CONNECT     49
#define BPF_CGROUP_UNIX_SENDMSG     50
#define BPF_CGROUP_UNIX_RECVMSG     51
#define BPF_CGROUP_UNIX_GETPEERNAME 52
#define BPF_CGROUP_UNIX_GETSOCKNAME 53
#define BPF_NETKIT_PRIMARY          54
#define BPF_NETKIT_PEER             55
#define BPF_TRACE_KPROBE_SESSION    56
#define BPF_TRACE_UPROBE_SESSION    57

/* flags of BPF_PROG_LOAD */
#define BPF_F_XDP_DEV_BOUND_ONLY  (1U << 6)
#define BPF_F_TEST_REG_INVARIANTS (1U << 7)
#define BPF_F_TOKEN_FD            (1U << 16)

/* flags of BPF_MAP_CREATE */
#define BPF_F_PATH_FD          (1U << 14)
#define BPF_F_VTYPE_BTF_OBJ_FD (1U << 15)
#define BPF_F_SEGV_ON_FAULT    (1U << 17)
#define BPF_F_NO_USER_CONV     (1U << 18)

#endif
