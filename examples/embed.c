/* embed.c - a server whose users decide about requests by a verified program.  This one refuses peers with a
 * reputation below 10, which an own helper tells, and counts them.  cc embed.c -lskep-core -pthread */
#include <skep/skep.h>
#include <stdio.h>
struct request {
	uint32_t peer; /* and what else programs may see */
};

static uint64_t reputation(uint64_t peer, uint64_t b, uint64_t c, uint64_t d, uint64_t e, struct skep_run *r)
{
	return peer % 16; /* a server would look it up */
}

static const struct bpf_insn insns[] = {
	{BPF_LDX | BPF_MEM | BPF_W, 1, 1, 0, 0},                        /* r1 = request->peer */
	{BPF_JMP | BPF_CALL, 0, 0, 0, SKEP_HELPER_FIRST},               /* r0 = reputation(r1) */
	{BPF_JMP | BPF_JGE | BPF_K, 0, 0, 5, 10},                       /* if r0 >= 10: admitted, exit */
	{BPF_LD | BPF_IMM | BPF_DW, 1, BPF_PSEUDO_MAP_IDX_VALUE, 0, 0}, /* r1 = &refused */
	{0},
	{BPF_ALU64 | BPF_MOV | BPF_K, 2, 0, 0, 1},
	{BPF_STX | BPF_ATOMIC | BPF_DW, 1, 2, 0, BPF_ADD}, /* lock *r1 += 1 */
	{BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0},
	{BPF_JMP | BPF_EXIT},
};

int main(void)
{
	static const uint32_t ids[] = {SKEP_HELPER_FIRST};
	static const struct skep_ctx_field fields[] = {{"peer", 0, 4}};
	struct skep_helper helper = {ids[0], "reputation", reputation, SKEP_RET_SCALAR, {SKEP_ARG_SCALAR}};
	struct skep_prog_type type = {
		SKEP_PROG_TYPE_FIRST, "request", sizeof(struct request), fields, 1, ids, 1};
	struct skep_map_options refused = {sizeof(refused), BPF_MAP_TYPE_ARRAY, 4, 8, 1};
	struct skep *skep;
	struct skep_thread *thread;
	struct skep_map *map;
	struct skep_prog *prog;
	uint64_t admit, count;
	char log[4096] = "";

	if (skep_new(NULL, &skep) || skep_thread_open(skep, &thread) || skep_helper_add(skep, &helper) ||
	    skep_prog_type_add(skep, &type) || skep_map_create(skep, &refused, &map))
		return 1;
	struct skep_prog_options options = {sizeof(options), type.id,         0, insns, 9, &map, 1,
					    .log = log,      .log_size = 4096};
	if (skep_prog_load(skep, &options, &prog))
		return fputs(log, stderr), 1;
	for (uint32_t peer = 0; peer < 64; peer++) { /* the server's request hook */
		struct request request = {.peer = peer};
		if (!skep_run(thread, prog, &request, sizeof(request), &admit))
			printf("peer %u %s\n", peer, admit ? "admitted" : "refused");
	}
	skep_map_lookup(thread, map, &(uint32_t){0}, &count);
	printf("%llu refused\n", (unsigned long long)count);
	skep_prog_put(prog);
	skep_map_put(map);
	skep_thread_close(thread);
	skep_free(skep);
}
