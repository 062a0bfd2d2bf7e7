/*
 * btf_cmd.c - BPF_BTF_LOAD.
 */
#include "syscall/cmd.h"

#include "btf/btf_fields.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BTF_LIMIT (16u << 20)

static void btf_object_free(struct object *obj)
{
	struct btf_object *btf = (struct btf_object *)obj;

	btf_free(btf->inst, &btf->data);
	free(btf);
}

long cmd_btf_load(struct call *call)
{
	union sys_attr *a = &call->attr;
	struct btf_object *btf;
	struct record *record;
	char reason[256] = "";
	void *raw;
	long err;

	if (a->btf_flags || !!a->btf_log_buf != !!a->btf_log_size || (a->btf_log_buf && !a->btf_log_level))
		return -EINVAL;
	if (!a->btf_size)
		return -EINVAL;
	err = user_dup(a->btf, a->btf_size, BTF_LIMIT, &raw);
	if (err)
		return err;
	btf = calloc(1, sizeof(*btf));
	if (!btf) {
		free(raw);
		return -ENOMEM;
	}
	err = btf_parse(call->inst, raw, a->btf_size, &btf->data, reason, sizeof(reason));
	free(raw);
	if (!err) {
		uint32_t id;
		err = btf_check_objects(&btf->data, &id);
		if (err) {
			snprintf(reason, sizeof(reason), "[%u] Invalid special fields", id);
			btf_free(call->inst, &btf->data);
		}
	}
	if (a->btf_log_buf) {
		size_t n = strlen(reason) + 1;
		uint32_t cut = n < a->btf_log_size ? (uint32_t)n : a->btf_log_size;
		reason[cut - 1] = 0;
		int wrote = user_write(a->btf_log_buf, reason, cut);
		a->btf_log_true_size = (uint32_t)n;
		if (!wrote && call->size >= ATTR_END(btf_log_true_size))
			wrote = CALL_OUT(call, btf_log_true_size);
		if (!err && wrote) {
			btf_free(call->inst, &btf->data);
			err = wrote;
		}
	}
	if (err) {
		free(btf);
		return err;
	}
	object_init(&btf->obj, btf_object_free);
	btf->inst = call->inst;
	return layer_publish(call->inst, OBJECT_BTF, &btf->obj, O_RDWR, &record);
}
