/*
 * asm.h - what skep asm and skep disasm share.
 */
#ifndef SKEP_CLI_ASM_H
#define SKEP_CLI_ASM_H

#include <stddef.h>

/* All of a file, "-" standard input, with a NUL behind it; NULL with the reason said.  free() it. */
char *asm_read_file(const char *path, size_t *size);

#endif
