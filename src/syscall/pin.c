/*
 * pin.c - names of objects in a bpf filesystem.
 *
 * A name is an empty file somewhere (session/paths.c says where); what it stands for is known here by the
 * file's inode.  So renaming, removing, listing and permissions are the file system's own.
 */
#include "syscall/layer.h"

#include "core/instance.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

static struct pin *find(struct bpf_layer *layer, const struct stat *st)
{
	struct pin *p = layer->pins;

	while (p && (p->ino != st->st_ino || p->dev != st->st_dev))
		p = p->next;
	return p;
}

int layer_pin(struct skep *inst, struct record *record, int fd)
{
	struct bpf_layer *layer = inst->layer;
	struct pin *pin = malloc(sizeof(*pin));
	struct stat st;
	int err = 0;

	if (!pin || fstat(fd, &st)) {
		free(pin);
		close(fd);
		return -ENOMEM;
	}
	*pin = (struct pin){.record = record, .fd = fd, .dev = st.st_dev, .ino = st.st_ino};
	pthread_mutex_lock(&layer->lock);
	if (layer->pin_device && st.st_dev != layer->pin_device) {
		err = -EPERM; /* asking for its state later may take as long as somebody likes */
	} else if (find(layer, &st)) {
		err = -EEXIST;
	} else {
		pin->next = layer->pins;
		layer->pins = pin;
		record->nr_pins++;
	}
	pthread_mutex_unlock(&layer->lock);
	if (err) {
		free(pin);
		close(fd);
		return err;
	}
	layer_watch_file(layer, fd, IN_ATTRIB);
	return 0;
}

int layer_pinned(struct skep *inst, int fd, struct record **record)
{
	struct bpf_layer *layer = inst->layer;
	struct stat st;

	if (fstat(fd, &st))
		return -EACCES;
	pthread_mutex_lock(&layer->lock);
	const struct pin *pin = find(layer, &st);
	if (pin)
		object_get(pin->record->obj); /* the record holds one */
	pthread_mutex_unlock(&layer->lock);
	if (!pin)
		return -EACCES;
	*record = pin->record;
	return 0;
}

void layer_sweep_pins(struct skep *inst)
{
	struct bpf_layer *layer = inst->layer;
	struct stat st;

	pthread_mutex_lock(&layer->lock);
	for (struct pin **at = &layer->pins; *at;) {
		struct pin *pin = *at;
		if (!fstat(pin->fd, &st) && st.st_nlink) {
			at = &pin->next;
			continue;
		}
		*at = pin->next;
		pin->record->nr_pins--;
		close(pin->fd);
		free(pin);
	}
	pthread_mutex_unlock(&layer->lock);
}

void layer_each_pin(struct skep *inst, void (*visit)(void *arg, const struct pin *pin), void *arg)
{
	pthread_mutex_lock(&inst->layer->lock);
	for (const struct pin *p = inst->layer->pins; p; p = p->next)
		visit(arg, p);
	pthread_mutex_unlock(&inst->layer->lock);
}
