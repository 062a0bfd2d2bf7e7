/*
 * lookup.c - what a file offers: USDT sites, functions by pattern.
 */
#include "hooks/hooks.h"
#include "hooks/image.h"

#include <fnmatch.h>
#include <string.h>

static bool to_offset(const struct image *image, uint64_t at, uint64_t *off)
{
	for (uint32_t i = 0; i < image->nr_segments; i++) {
		const struct image_segment *s = &image->segments[i];
		if (at - s->vaddr < s->filesz) {
			*off = at - s->vaddr + s->off;
			return true;
		}
	}
	return false;
}

int hook_usdt_list(const char *path, const char *provider, const char *name,
		   int (*found)(const struct hook_usdt *usdt, void *arg), void *arg)
{
	struct image *image;
	int err = image_open(path, &image);

	if (err)
		return err;
	for (size_t i = 0; i < image->nr_usdt && !err; i++) {
		const struct image_usdt *u = &image->usdt[i];
		struct hook_usdt usdt = {u->provider, u->name, u->args, 0, 0};
		if ((provider && strcmp(provider, u->provider)) || (name && strcmp(name, u->name)) ||
		    !to_offset(image, u->at, &usdt.offset) ||
		    (u->semaphore && !to_offset(image, u->semaphore, &usdt.semaphore)))
			continue;
		err = found(&usdt, arg);
	}
	image_close(image);
	return err;
}

int hook_functions(const char *path, const char *pattern,
		   int (*found)(const char *name, uint64_t offset, void *arg), void *arg)
{
	struct image *image;
	int err = image_open(path, &image);
	uint64_t off;

	if (err)
		return err;
	for (size_t i = 0; i < image->nr_symbols && !err; i++) {
		const struct image_symbol *s = &image->symbols[i];
		/* the dynamic symbols are a part of the others */
		if (i && s[-1].at == s->at && !strcmp(s[-1].name, s->name))
			continue;
		if (s->func && !s->ifunc && !fnmatch(pattern, s->name, 0) && to_offset(image, s->at, &off))
			err = found(s->name, off, arg);
	}
	image_close(image);
	return err;
}
