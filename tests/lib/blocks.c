/*
 * blocks.c - reads files of test blocks.  Uses libc alone.
 */
#include "blocks.h"

#include <skep/uapi.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	uint32_t number;
} prog_types[] =
	{
		{"socket_filter", BPF_PROG_TYPE_SOCKET_FILTER},
		{"tc", BPF_PROG_TYPE_SCHED_CLS},
		{"xdp", BPF_PROG_TYPE_XDP},
		{"kprobe", BPF_PROG_TYPE_KPROBE},
		{"tracepoint", BPF_PROG_TYPE_TRACEPOINT},
		{"raw_tracepoint", BPF_PROG_TYPE_RAW_TRACEPOINT},
		{"cgroup_skb", BPF_PROG_TYPE_CGROUP_SKB},
		{"perf_event", BPF_PROG_TYPE_PERF_EVENT},
		{"cgroup_sock", BPF_PROG_TYPE_CGROUP_SOCK},
		{"cgroup_sock_addr", BPF_PROG_TYPE_CGROUP_SOCK_ADDR},
		{"cgroup_sockopt", BPF_PROG_TYPE_CGROUP_SOCKOPT},
		{"lwt_in", BPF_PROG_TYPE_LWT_IN},
		{"netfilter", BPF_PROG_TYPE_NETFILTER},
		{"raw_tracepoint_writable", BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE},
		{"sk_lookup", BPF_PROG_TYPE_SK_LOOKUP},
		{"sk_reuseport", BPF_PROG_TYPE_SK_REUSEPORT},
		{"sock_ops", BPF_PROG_TYPE_SOCK_OPS},
},
  map_types[] = {
	  {"bloom_filter", BPF_MAP_TYPE_BLOOM_FILTER},
	  {"array", BPF_MAP_TYPE_ARRAY},
	  {"hash", BPF_MAP_TYPE_HASH},
	  {"percpu_array", BPF_MAP_TYPE_PERCPU_ARRAY},
	  {"percpu_hash", BPF_MAP_TYPE_PERCPU_HASH},
	  {"lru_hash", BPF_MAP_TYPE_LRU_HASH},
	  {"ringbuf", BPF_MAP_TYPE_RINGBUF},
	  {"prog_array", BPF_MAP_TYPE_PROG_ARRAY},
};

struct reader {
	struct block_test *first, *test; /* test: the one being read */
	char *word;                      /* the block being read */
	char *body;
	size_t body_len;
	char *err;
	size_t err_size;
	const char *path;
	unsigned line;
};

static int fail(struct reader *r, const char *sentence)
{
	snprintf(r->err, r->err_size, "%s:%u: %s", r->path, r->line, sentence);
	return -EINVAL;
}

static int lookup_prog_type(const char *name, uint32_t *number)
{
	for (size_t i = 0; i < sizeof(prog_types) / sizeof(prog_types[0]); i++)
		if (!strcmp(prog_types[i].name, name)) {
			*number = prog_types[i].number;
			return 0;
		}
	return -EINVAL;
}

static int parse_map(struct reader *r, const char *text)
{
	struct block_test *t = r->test;
	struct block_map map = {0};
	char name[32];
	int n = sscanf(text, "%31s key %u value %u entries %u", name, &map.key_size, &map.value_size,
		       &map.entries);
	const char *lock = strstr(text, " lock "), *flags = strstr(text, " flags ");

	if (t->nr_maps == BLOCK_MAX_MAPS || n < 4)
		return fail(
			r,
			"expected \"TYPE key N value N entries N\", and perhaps \"lock N\" or \"flags N\"");
	map.has_lock = lock && sscanf(lock, " lock %u", &map.lock) == 1;
	if (flags)
		map.flags = (uint32_t)strtoul(flags + 7, NULL, 0);
	for (size_t i = 0; i < sizeof(map_types) / sizeof(map_types[0]); i++)
		if (!strcmp(map_types[i].name, name)) {
			map.type = map_types[i].number;
			t->maps[t->nr_maps++] = map;
			return 0;
		}
	return fail(r, "unknown type of map");
}

/* Hexadecimal bytes, blanks between them as one likes. */
static int parse_mem(struct reader *r, const char *text)
{
	struct block_test *t = r->test;
	uint8_t *mem = calloc(1, strlen(text) / 2 + 1);
	size_t n = 0;

	for (; mem && *text; text++) {
		unsigned byte;

		if (isspace((unsigned char)*text))
			continue;
		if (sscanf(text, "%2x", &byte) != 1 || !isxdigit((unsigned char)text[1])) {
			free(mem);
			return fail(r, "expected bytes of two hexadecimal digits");
		}
		mem[n++] = (uint8_t)byte;
		text++;
	}
	if (!mem)
		return -ENOMEM;
	free(t->mem);
	t->mem = mem;
	t->mem_size = n;
	return 0;
}

static char *trim(char *text)
{
	size_t len;

	while (isspace((unsigned char)*text))
		text++;
	len = strlen(text);
	while (len && isspace((unsigned char)text[len - 1]))
		text[--len] = '\0';
	return text;
}

static int set(char **where, const char *text)
{
	free(*where);
	*where = strdup(text);
	return *where ? 0 : -ENOMEM;
}

/* A block is complete: its text is what follows the word and the lines below. */
static int finish_block(struct reader *r)
{
	struct block_test *t = r->test;
	const char *word = r->word;
	char *text = r->body, *end;

	if (!word)
		return 0;
	text += *text == '\n'; /* code begins on the next line, and its lines are counted */
	if (!strcmp(word, "asm"))
		return set(&t->code, text);
	if (!strcmp(word, "c"))
		return set(&t->c_code, text);
	text = trim(text);
	if (!strcmp(word, "test"))
		return set(&t->name, text);
	if (!strcmp(word, "error"))
		return set(&t->error, text);
	if (!strcmp(word, "disasm"))
		return set(&t->disasm, text);
	if (!strcmp(word, "llvm"))
		return set(&t->llvm, text);
	if (!strcmp(word, "reason"))
		return set(&t->reason, text);
	if (!strcmp(word, "log"))
		return set(&t->log, text);
	if (!strcmp(word, "hint"))
		return set(&t->hint, text);
	if (!strcmp(word, "history"))
		return set(&t->history, text);
	if (!strcmp(word, "note")) /* for docs/diagnostics.md */
		return 0;
	if (!strcmp(word, "flags")) {
		t->flags = (uint32_t)strtoul(text, NULL, 0);
		return 0;
	}
	if (!strcmp(word, "map"))
		return parse_map(r, text);
	if (!strcmp(word, "mem"))
		return parse_mem(r, text);
	if (!strcmp(word, "type"))
		return lookup_prog_type(text, &t->type) ? fail(r, "unknown program type") : 0;
	if (!strcmp(word, "unprivileged")) {
		t->unprivileged = true;
		return 0;
	}
	if (!strcmp(word, "attach")) {
		t->attach = (uint32_t)strtoul(text, NULL, 0);
		return 0;
	}
	if (!strcmp(word, "verdict")) {
		t->has_verdict = true;
		t->accept = !strcmp(text, "accept");
		return t->accept || !strcmp(text, "reject") ? 0 : fail(r, "a verdict is accept or reject");
	}
	if (!strcmp(word, "result")) {
		t->has_result = true;
		t->result = *text == '-' ? (uint64_t)strtoll(text, &end, 0) : strtoull(text, &end, 0);
		return end != text && !*end ? 0 : fail(r, "a result is a number");
	}
	return fail(r, "unknown block");
}

static int append(struct reader *r, const char *text)
{
	size_t len = strlen(text);
	char *bigger = realloc(r->body, r->body_len + len + 1);

	if (!bigger)
		return -ENOMEM;
	memcpy(bigger + r->body_len, text, len + 1);
	r->body = bigger;
	r->body_len += len;
	return 0;
}

static int begin_block(struct reader *r, char *line)
{
	size_t len;
	int err = finish_block(r);

	if (err)
		return err;
	line += strspn(line, " \t");
	len = strcspn(line, " \t\n");
	free(r->word);
	r->word = strndup(line, len);
	r->body_len = 0;
	if (!r->word)
		return -ENOMEM;
	if (!strcmp(r->word, "test")) {
		struct block_test *t = calloc(1, sizeof(*t));

		if (!t)
			return -ENOMEM;
		t->file = r->path;
		t->line = r->line;
		t->type = BPF_PROG_TYPE_SCHED_CLS;
		if (r->test)
			r->test->next = t;
		else
			r->first = t;
		r->test = t;
	} else if (!r->test) {
		return fail(r, "a file begins with \"-- test NAME\"");
	}
	return append(r, line + len);
}

struct block_test *blocks_read(const char *path, char *err, size_t err_size)
{
	struct reader r = {.path = path, .err = err, .err_size = err_size};
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	int ret = 0;

	if (!file) {
		snprintf(err, err_size, "%s: %s", path, strerror(errno));
		return NULL;
	}
	while (!ret && getline(&line, &size, file) >= 0) {
		r.line++;
		if (!strncmp(line, "-- ", 3))
			ret = begin_block(&r, line + 3);
		else if (r.word)
			ret = append(&r, line);
		else if (*line != '#' && *trim(line))
			ret = fail(&r, "text before the first block that is no comment");
	}
	if (!ret)
		ret = finish_block(&r);
	if (!ret && !r.first)
		ret = fail(&r, "no test");
	if (ret == -ENOMEM)
		snprintf(err, err_size, "%s: out of memory", path);
	fclose(file);
	free(line);
	free(r.word);
	free(r.body);
	if (ret) {
		blocks_free(r.first);
		return NULL;
	}
	return r.first;
}

void blocks_free(struct block_test *tests)
{
	while (tests) {
		struct block_test *next = tests->next;

		free(tests->name);
		free(tests->code);
		free(tests->c_code);
		free(tests->error);
		free(tests->disasm);
		free(tests->llvm);
		free(tests->reason);
		free(tests->log);
		free(tests->hint);
		free(tests->history);
		free(tests->mem);
		free(tests);
		tests = next;
	}
}
