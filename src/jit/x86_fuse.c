/*
 * x86_fuse.c - patterns over several instructions.
 */
#include "jit/x86.h"

unsigned x86_fuse(struct x86_jit *j, uint32_t pc)
{
	return 0;
}
