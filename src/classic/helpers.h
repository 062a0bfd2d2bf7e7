/*
 * helpers.h - the ancillary loads that eBPF has no words for, as helpers of skep's own.
 *
 * A converted filter that uses one of them calls it with the context, A and X; the result is the new A.  They
 * are entered like an embedder's helpers, in instances that run filters, and there alone: an ordinary program
 * that calls one is rejected as calling an unknown helper.
 */
#ifndef SKEP_CLASSIC_HELPERS_H
#define SKEP_CLASSIC_HELPERS_H

#include <skep/skep.h>

enum {
	CBPF_HELPER_FIRST = SKEP_HELPER_FIRST + 0xcb00,
	CBPF_HELPER_HATYPE = CBPF_HELPER_FIRST, /* ARPHRD_... of the interface */
	CBPF_HELPER_PAY_OFFSET,                 /* where the payload begins, behind the transport header */
	CBPF_HELPER_NLATTR,      /* offset of the netlink attribute X, looked for from offset A; or 0 */
	CBPF_HELPER_NLATTR_NEST, /* the same among the attributes nested in the one at A */
};

/* As skep_helper_add(), for all of them. */
int cbpf_add_helpers(struct skep *inst);

#endif
