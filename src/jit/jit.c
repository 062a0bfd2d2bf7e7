/*
 * jit.c - from a lowered program to pages that run.
 *
 * Pages are written while they are private and writable, then made readable and executable; at no time
 * are they both.  What a machine needs beyond this is in its own files (x86*.c); other machines have no
 * JIT.
 */
#include "jit/jit.h"
#include "core/instance.h"
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__x86_64__)
#include "jit/x86.h"

bool jit_available(void)
{
	return true;
}

static int map_code(const struct x86_asm *as, struct jit_image *image)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	image->size = as->size;
	image->mapped = (as->size + page - 1) & ~(page - 1);
	uint8_t *code = mmap(NULL, image->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (code == MAP_FAILED)
		return -ENOMEM;
	memset(code, 0xcc, image->mapped); /* INT3 behind the end */
	x86_write(as, code);
	if (mprotect(code, image->mapped, PROT_READ | PROT_EXEC)) {
		munmap(code, image->mapped);
		return -ENOMEM;
	}
	image->code = code;
	return 0;
}

static int make_image(struct skep *inst, const struct x86_jit *j, struct jit_image **out)
{
	uint32_t cnt = j->prog->insn_cnt;
	struct jit_image *image = skep_alloc(inst, sizeof(*image));
	if (!image)
		return -ENOMEM;
	image->insn_cnt = cnt;
	image->insn_off = skep_alloc(inst, (cnt + 1) * sizeof(*image->insn_off));
	int err = image->insn_off ? map_code(&j->as, image) : -ENOMEM;
	if (err) {
		jit_release(inst, image);
		return err;
	}
	for (uint32_t i = 0; i <= cnt; i++)
		image->insn_off[i] = x86_offset(&j->as, i);
	*out = image;
	return 0;
}

int jit_compile_with(struct skep *inst, const struct lowered *prog, uint32_t features,
		     struct jit_image **image, uint64_t (**entry)(void *ctx, struct skep_run *run))
{
	struct x86_jit j;
	int err = x86_translate(&j, inst, prog, features);
	if (!err)
		err = make_image(inst, &j, image);
	x86_finish(&j);
	if (!err)
		*entry = (uint64_t(*)(void *, struct skep_run *))(uintptr_t)(*image)->code;
	return err;
}

int jit_compile(struct skep *inst, const struct lowered *prog, struct jit_image **image,
		uint64_t (**entry)(void *ctx, struct skep_run *run))
{
	return jit_compile_with(inst, prog, x86_cpu_features(), image, entry);
}

#else

bool jit_available(void)
{
	return false;
}

int jit_compile(struct skep *inst, const struct lowered *prog, struct jit_image **image,
		uint64_t (**entry)(void *ctx, struct skep_run *run))
{
	return -EOPNOTSUPP;
}

#endif

void jit_release(struct skep *inst, struct jit_image *image)
{
	if (!image)
		return;
	if (image->code)
		munmap(image->code, image->mapped);
	skep_release(inst, image->insn_off, (image->insn_cnt + 1) * sizeof(*image->insn_off));
	skep_release(inst, image, sizeof(*image));
}
