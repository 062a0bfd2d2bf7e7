/*
 * version.c - what skep_version() says.
 */
#include <skep/bpf.h>

const char *skep_version(void)
{
	return SKEP_VERSION;
}
