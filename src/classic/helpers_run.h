/*
 * helpers_run.h - run half of the filters' own helpers; their meaning is in helpers.h.
 * The context is a struct run_skb.
 */
#ifndef SKEP_CLASSIC_HELPERS_RUN_H
#define SKEP_CLASSIC_HELPERS_RUN_H

#include <stdint.h>

struct skep_run;

uint64_t cbpf_hatype(uint64_t ctx, uint64_t a2, uint64_t a3, uint64_t a4, uint64_t a5, struct skep_run *run);
uint64_t cbpf_pay_offset(uint64_t ctx, uint64_t a2, uint64_t a3, uint64_t a4, uint64_t a5,
			 struct skep_run *run);
uint64_t cbpf_nlattr(uint64_t ctx, uint64_t a, uint64_t x, uint64_t a4, uint64_t a5, struct skep_run *run);
uint64_t cbpf_nlattr_nest(uint64_t ctx, uint64_t a, uint64_t x, uint64_t a4, uint64_t a5,
			  struct skep_run *run);

#endif
