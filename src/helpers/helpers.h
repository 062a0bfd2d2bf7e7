/*
 * helpers.h - the functions behind Linux's helpers, by family.
 *
 * Run half: freestanding.  helper_NAME has the arguments of bpf_NAME as bpf-helpers(7) gives them, then the
 * run.  Arguments were checked by the verifier: memory arguments are valid for the size given with
 * them.
 */
#ifndef SKEP_HELPERS_HELPERS_H
#define SKEP_HELPERS_HELPERS_H

#include <skep/skep.h>

#define HELPER_FN(name)                                                                                      \
	uint64_t helper_##name(uint64_t a1, uint64_t a2, uint64_t a3, uint64_t a4, uint64_t a5,              \
			       struct skep_run *run)

/* Every helper that has a function here: (id, name). */
#define HELPER_FUNCTIONS(X)                                                                                  \
	/* map.c */                                                                                          \
	X(1, map_lookup_elem)                                                                                \
	X(2, map_update_elem)                                                                                \
	X(3, map_delete_elem)                                                                                \
	X(87, map_push_elem)                                                                                 \
	X(88, map_pop_elem)                                                                                  \
	X(89, map_peek_elem)                                                                                 \
	X(195, map_lookup_percpu_elem)                                                                       \
	X(130, ringbuf_output)                                                                               \
	X(131, ringbuf_reserve)                                                                              \
	X(132, ringbuf_submit)                                                                               \
	X(133, ringbuf_discard)                                                                              \
	X(134, ringbuf_query)

#define X(id, name) HELPER_FN(name);
HELPER_FUNCTIONS(X)
#undef X

#endif
