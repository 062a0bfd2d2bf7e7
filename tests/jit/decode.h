/*
 * decode.h - a disassembler's opinion of machine code.
 */
#ifndef SKEP_TESTS_JIT_DECODE_H
#define SKEP_TESTS_JIT_DECODE_H

#include <stddef.h>
#include <stdint.h>

/* NULL, or what is wrong: every byte must belong to an instruction, and jumps and the nr_starts offsets in
 * starts must lead to where one begins. */
const char *decode_check(const uint8_t *code, size_t size, const uint32_t *starts, uint32_t nr_starts);

#endif
