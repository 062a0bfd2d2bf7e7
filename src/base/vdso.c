/*
 * vdso.c - look a function up in the vDSO that the kernel mapped into this process.
 *
 * The image is trusted: it is the kernel's.  Symbols are counted by DT_HASH, or, where there is only
 * DT_GNU_HASH, by walking its chains (glibc and the kernel both do one or the other).
 */
#include <elf.h>
#include <link.h>
#include <stdint.h>
#include <string.h>
#include <sys/auxv.h>

#include "base/vdso.h"

/* Number of dynamic symbols from the GNU hash table: one past the last of the longest chain. */
static uint32_t gnu_hash_symbols(const uint32_t *hash)
{
	uint32_t buckets = hash[0], first = hash[1], bloom = hash[2], last = 0;
	const uint32_t *bucket = hash + 4 + bloom * (sizeof(ElfW(Addr)) / 4);
	const uint32_t *chain = bucket + buckets;

	for (uint32_t i = 0; i < buckets; i++)
		if (bucket[i] > last)
			last = bucket[i];
	if (last < first)
		return 0;
	while (!(chain[last - first] & 1))
		last++;
	return last + 1;
}

void *vdso_find(const char *name)
{
	const uint8_t *base = (const uint8_t *)getauxval(AT_SYSINFO_EHDR);
	const ElfW(Ehdr) *ehdr = (const void *)base;
	const ElfW(Dyn) *dyn = NULL;
	uintptr_t bias = 0;

	if (!base)
		return NULL;
	const ElfW(Phdr) *phdr = (const void *)(base + ehdr->e_phoff);
	for (int i = 0; i < ehdr->e_phnum; i++) {
		if (phdr[i].p_type == PT_LOAD && !bias)
			bias = (uintptr_t)base + phdr[i].p_offset - phdr[i].p_vaddr;
		else if (phdr[i].p_type == PT_DYNAMIC)
			dyn = (const void *)(base + phdr[i].p_offset);
	}
	const ElfW(Sym) *syms = NULL;
	const char *strings = NULL;
	uint32_t count = 0;
	for (; dyn && dyn->d_tag != DT_NULL; dyn++) {
		const void *p = (const void *)(bias + dyn->d_un.d_ptr);
		if (dyn->d_tag == DT_SYMTAB)
			syms = p;
		else if (dyn->d_tag == DT_STRTAB)
			strings = p;
		else if (dyn->d_tag == DT_HASH)
			count = ((const uint32_t *)p)[1];
		else if (dyn->d_tag == DT_GNU_HASH && !count)
			count = gnu_hash_symbols(p);
	}
	for (uint32_t i = 0; syms && strings && i < count; i++)
		if (syms[i].st_shndx != SHN_UNDEF && !strcmp(strings + syms[i].st_name, name))
			return (void *)(bias + syms[i].st_value);
	return NULL;
}
