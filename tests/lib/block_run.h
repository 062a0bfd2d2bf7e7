/*
 * block_run.h - where a test's program is run: a runner links one of tests/lib/block_skep.c (skep's
 * verifier and both engines) and tests/oracle/block_kernel.c (the kernel's bpf()).
 */
#ifndef SKEP_TESTS_BLOCK_RUN_H
#define SKEP_TESTS_BLOCK_RUN_H

#include "blocks.h"
#include <skep/uapi.h>
#include <stdio.h>

enum block_outcome { BLOCK_PASSED, BLOCK_FAILED, BLOCK_SKIPPED };

/* Load the program and, if it gives a result, run it; compare with what the test expects.  why gets a
 * sentence where it did not pass. */
enum block_outcome block_run(const struct block_test *test, const struct bpf_insn *insns, int cnt, char *why,
			     size_t why_size);

/* Where rejections are printed as skep verify does, with a line "== FILE:LINE" before each; NULL: nowhere. */
extern FILE *block_diagnostics;

/* Before the first and after the last. */
enum block_outcome block_run_open(char *why, size_t why_size);
void block_run_close(void);

#endif
