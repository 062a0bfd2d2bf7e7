/*
 * image.c - reading an executable or library: segments, symbols, functions, USDT notes.
 */
#include "hooks/image.h"
#include "hooks/eh_frame.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ----------------------------------------------------------------------------- addresses and bytes */

static const struct image_segment *segment_at(const struct image *image, uint64_t at)
{
	for (uint32_t i = 0; i < image->nr_segments; i++)
		if (at - image->segments[i].vaddr < image->segments[i].filesz)
			return &image->segments[i];
	return NULL;
}

const uint8_t *image_data(const struct image *image, uint64_t at, size_t *left)
{
	const struct image_segment *s = segment_at(image, at);

	if (!s)
		return NULL;
	*left = s->filesz - (at - s->vaddr);
	return image->file + s->off + (at - s->vaddr);
}

const uint8_t *image_code(const struct image *image, uint64_t at, size_t *left)
{
	const struct image_segment *s = segment_at(image, at);

	return s && s->flags & PF_X ? image_data(image, at, left) : NULL;
}

bool image_from_offset(const struct image *image, uint64_t off, uint64_t *at)
{
	for (uint32_t i = 0; i < image->nr_segments; i++) {
		const struct image_segment *s = &image->segments[i];
		if (off - s->off < s->filesz && s->flags & PF_X) {
			*at = s->vaddr + (off - s->off);
			return true;
		}
	}
	return false;
}

static bool bit(const uint8_t *bits, const struct image *image, uint64_t at)
{
	uint64_t i = at - image->text_lo;

	return at >= image->text_lo && at < image->text_hi && bits[i >> 3] >> (i & 7) & 1;
}

bool image_starts(const struct image *image, uint64_t at)
{
	return bit(image->starts, image, at);
}

bool image_arrives(const struct image *image, uint64_t at)
{
	return bit(image->targets, image, at);
}

/* --------------------------------------------------------------------------- functions and symbols */

const struct image_func *image_func_at(const struct image *image, uint64_t at)
{
	size_t lo = 0, hi = image->nr_funcs;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (image->funcs[mid].lo <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo && at < image->funcs[lo - 1].hi ? &image->funcs[lo - 1] : NULL;
}

const struct image_symbol *image_symbol(const struct image *image, const char *name)
{
	const struct image_symbol *other = NULL;

	for (size_t i = 0; i < image->nr_symbols; i++)
		if (!strcmp(image->symbols[i].name, name)) {
			if (image->symbols[i].func)
				return &image->symbols[i];
			other = &image->symbols[i];
		}
	return other;
}

bool image_is_cold(const struct image *image, uint64_t at)
{
	for (size_t i = 0; i < image->nr_symbols; i++)
		if (image->symbols[i].at == at && strstr(image->symbols[i].name, ".cold"))
			return true;
	return false;
}

static int by_address(const void *a, const void *b)
{
	const struct image_symbol *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

static int add_symbols(struct image *image, Elf *elf, Elf_Scn *scn, const GElf_Shdr *sh)
{
	Elf_Data *data = elf_getdata(scn, NULL);
	size_t n = sh->sh_entsize ? sh->sh_size / sh->sh_entsize : 0;
	struct image_symbol *more = realloc(image->symbols, (image->nr_symbols + n + 1) * sizeof(*more));

	if (!more)
		return -ENOMEM;
	image->symbols = more;
	for (size_t i = 0; data && i < n; i++) {
		GElf_Sym sym;
		const char *name;
		if (!gelf_getsym(data, (int)i, &sym) || sym.st_shndx == SHN_UNDEF || !sym.st_value ||
		    !(name = elf_strptr(elf, sh->sh_link, sym.st_name)) || !*name)
			continue;
		int type = GELF_ST_TYPE(sym.st_info);
		if (type != STT_FUNC && type != STT_NOTYPE && type != STT_GNU_IFUNC && type != STT_OBJECT)
			continue;
		char *copy = strdup(name);
		if (!copy)
			return -ENOMEM;
		image->symbols[image->nr_symbols++] = (struct image_symbol){
			sym.st_value, sym.st_size, copy, type == STT_FUNC || type == STT_GNU_IFUNC,
			type == STT_GNU_IFUNC};
	}
	return 0;
}

/* ------------------------------------------------------------------------------------ USDT notes */

/* Three addresses (site, base, semaphore), then provider, name and arguments as strings.
 * https://sourceware.org/systemtap/wiki/UserSpaceProbeImplementation */
static int add_note(struct image *image, const char *desc, size_t size, uint64_t base)
{
	struct image_usdt usdt = {0};
	uint64_t words[3];
	const char *text = desc + sizeof(words), *end = desc + size;
	const char **parts[] = {&usdt.provider, &usdt.name, &usdt.args};

	if (size < sizeof(words) + 3)
		return 0;
	memcpy(words, desc, sizeof(words));
	for (int i = 0; i < 3; i++) {
		size_t len = strnlen(text, (size_t)(end - text));
		if (text + len >= end)
			return 0;
		*parts[i] = text;
		text += len + 1;
	}
	uint64_t moved = base ? base - words[1] : 0;
	usdt.at = words[0] + moved;
	usdt.semaphore = words[2] ? words[2] + moved : 0;
	struct image_usdt *more = realloc(image->usdt, (image->nr_usdt + 1) * sizeof(*more));
	if (!more)
		return -ENOMEM;
	image->usdt = more;
	if (!(usdt.provider = strdup(usdt.provider)) || !(usdt.name = strdup(usdt.name)) ||
	    !(usdt.args = strdup(usdt.args)))
		return -ENOMEM;
	image->usdt[image->nr_usdt++] = usdt;
	return 0;
}

static int add_notes(struct image *image, Elf_Scn *scn, uint64_t base)
{
	Elf_Data *data = elf_getdata(scn, NULL);
	size_t off = 0, name, desc;
	GElf_Nhdr note;

	while (data && (off = gelf_getnote(data, off, &note, &name, &desc)) > 0) {
		const char *bytes = data->d_buf;
		if (note.n_type != 3 || note.n_namesz != 8 || memcmp(bytes + name, "stapsdt", 8))
			continue;
		int err = add_note(image, bytes + desc, note.n_descsz, base);
		if (err)
			return err;
	}
	return 0;
}

/* -------------------------------------------------------------------------------------- the file */

static int add_segments(struct image *image, Elf *elf)
{
	size_t n;

	if (elf_getphdrnum(elf, &n))
		return -ENOEXEC;
	for (size_t i = 0; i < n; i++) {
		GElf_Phdr ph;
		if (!gelf_getphdr(elf, (int)i, &ph) || ph.p_type != PT_LOAD)
			continue;
		if (image->nr_segments == sizeof(image->segments) / sizeof(image->segments[0]))
			return -ENOEXEC;
		if (ph.p_offset > image->size || ph.p_filesz > image->size - ph.p_offset)
			return -ENOEXEC;
		image->segments[image->nr_segments++] =
			(struct image_segment){ph.p_vaddr, ph.p_offset, ph.p_filesz, ph.p_memsz, ph.p_flags};
		if (!(ph.p_flags & PF_X))
			continue;
		if (!image->text_hi || ph.p_vaddr < image->text_lo)
			image->text_lo = ph.p_vaddr;
		if (ph.p_vaddr + ph.p_filesz > image->text_hi)
			image->text_hi = ph.p_vaddr + ph.p_filesz;
	}
	return image->text_hi - image->text_lo - 1 < (1ull << 31) ? 0 : -ENOEXEC;
}

static int add_sections(struct image *image, Elf *elf)
{
	Elf_Scn *scn = NULL;
	uint64_t stap_base = 0;
	size_t names;
	int err = 0;

	if (elf_getshdrstrndx(elf, &names))
		return -ENOEXEC;
	while ((scn = elf_nextscn(elf, scn))) {
		GElf_Shdr sh;
		const char *name;
		if (gelf_getshdr(scn, &sh) && (name = elf_strptr(elf, names, sh.sh_name)) &&
		    !strcmp(name, ".stapsdt.base"))
			stap_base = sh.sh_addr;
	}
	while (!err && (scn = elf_nextscn(elf, scn))) {
		GElf_Shdr sh;
		const char *name;
		if (!gelf_getshdr(scn, &sh) || !(name = elf_strptr(elf, names, sh.sh_name)))
			continue;
		if (sh.sh_type == SHT_SYMTAB || sh.sh_type == SHT_DYNSYM)
			err = add_symbols(image, elf, scn, &sh);
		else if (sh.sh_type == SHT_NOTE && !strcmp(name, ".note.stapsdt"))
			err = add_notes(image, scn, stap_base);
		else if (!strcmp(name, ".eh_frame") && sh.sh_type != SHT_NOBITS)
			err = eh_frame_read(image, sh.sh_addr, sh.sh_size);
	}
	qsort(image->symbols, image->nr_symbols, sizeof(*image->symbols), by_address);
	return err;
}

static int read_elf(struct image *image, int fd)
{
	int err = -ENOEXEC;
	GElf_Ehdr eh;
	Elf *elf;

	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (!elf)
		return -ENOEXEC;
	if (gelf_getehdr(elf, &eh) && (eh.e_type == ET_EXEC || eh.e_type == ET_DYN) &&
	    gelf_getclass(elf) == ELFCLASS64) {
		image->pie = eh.e_type == ET_DYN;
		err = eh.e_machine == EM_X86_64 ? add_segments(image, elf) : -EOPNOTSUPP;
		if (!err)
			err = add_sections(image, elf);
	}
	elf_end(elf);
	return err;
}

int image_open(const char *path, struct image **out)
{
	struct image *image = calloc(1, sizeof(*image));
	int fd = open(path, O_RDONLY | O_CLOEXEC), err = -ENOEXEC;
	struct stat st;

	if (!image || fd < 0) {
		err = image ? -errno : -ENOMEM;
		free(image);
		if (fd >= 0)
			close(fd);
		return err;
	}
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size > 0) {
		image->dev = st.st_dev;
		image->ino = st.st_ino;
		image->size = (size_t)st.st_size;
		image->file = mmap(NULL, image->size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (image->file == MAP_FAILED)
			image->file = NULL;
		image->path = strdup(path);
		err = image->file && image->path ? read_elf(image, fd) : -ENOMEM;
	}
	close(fd);
	if (!err)
		err = image_sweep(image);
	if (err) {
		image_close(image);
		return err;
	}
	*out = image;
	return 0;
}

void image_close(struct image *image)
{
	if (!image)
		return;
	for (size_t i = 0; i < image->nr_symbols; i++)
		free((char *)image->symbols[i].name);
	for (size_t i = 0; i < image->nr_usdt; i++) {
		free((char *)image->usdt[i].provider);
		free((char *)image->usdt[i].name);
		free((char *)image->usdt[i].args);
	}
	if (image->file)
		munmap((void *)image->file, image->size);
	free(image->symbols);
	free(image->usdt);
	free(image->funcs);
	free(image->starts);
	free(image->targets);
	free(image->tables);
	free(image->holes);
	free(image->calls);
	free(image->path);
	free(image);
}
