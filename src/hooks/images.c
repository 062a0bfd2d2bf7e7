/*
 * images.c - files as this process has them mapped.
 */
#include "hooks/engine.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

/* The distance of the process's addresses from the file's; 0 with *found false: not mapped for execution. */
static uint64_t bias_of(const struct image *image, const struct space *space, bool *found)
{
	*found = false;
	for (size_t i = 0; i < space->n; i++) {
		const struct space_range *r = &space->ranges[i];
		uint64_t at;
		if (!r->exec || r->ino != image->ino || !r->path)
			continue;
		/* device numbers differ from stat()'s on some filesystems: the inode and the bytes decide */
		for (uint64_t off = r->off; off < r->off + (r->hi - r->lo); off += 4096)
			if (image_from_offset(image, off, &at)) {
				*found = true;
				return r->lo + (off - r->off) - at;
			}
	}
	return 0;
}

static struct image *find_image(struct hooks *hooks, const char *path, int *err)
{
	struct image **more;
	struct image *image;
	struct stat st;

	if (stat(path, &st)) {
		*err = -errno;
		return NULL;
	}
	for (size_t i = 0; i < hooks->nr_images; i++)
		if (hooks->images[i]->dev == st.st_dev && hooks->images[i]->ino == st.st_ino)
			return hooks->images[i];
	more = realloc(hooks->images, (hooks->nr_images + 1) * sizeof(*more));
	*err = more ? image_open(path, &image) : -ENOMEM;
	if (more)
		hooks->images = more;
	return *err ? NULL : (hooks->images[hooks->nr_images++] = image);
}

int hooks_image(struct hooks *hooks, const char *path, struct image_ref *ref)
{
	struct space space;
	bool found;
	int err = 0;

	ref->image = find_image(hooks, path ? path : "/proc/self/exe", &err);
	if (!ref->image)
		return err;
	/* a library may have come back elsewhere */
	err = space_read(&space);
	if (err)
		return err;
	ref->bias = bias_of(ref->image, &space, &found);
	space_free(&space);
	return found ? 0 : -ENOENT;
}

void hooks_images_close(struct hooks *hooks)
{
	for (size_t i = 0; i < hooks->nr_images; i++)
		image_close(hooks->images[i]);
	free(hooks->images);
	hooks->images = NULL;
	hooks->nr_images = 0;
}
