/*
 * cbpf_table.h - classic BPF: one row for each opcode that Linux takes, one for each ancillary load.
 * Included with CBPF_OP() or CBPF_ANC() defined.
 *
 *	CBPF_OP(code, name, form)              columns: struct cbpf_op
 *	CBPF_ANC(SKF_AD_..., name, asm_name)   names in the texts of tcpdump and of bpf_asm(8)
 */
#ifdef CBPF_OP
/* A, X: 32-bit registers; P: packet; M: 16 words.  Loads from P are big endian; beyond its end, the filter
 * ends with 0. */
CBPF_OP(BPF_LD | BPF_W | BPF_ABS, "ld", CBPF_ABS)    /* A = P[k:4], or an ancillary load */
CBPF_OP(BPF_LD | BPF_H | BPF_ABS, "ldh", CBPF_ABS)   /* A = P[k:2] */
CBPF_OP(BPF_LD | BPF_B | BPF_ABS, "ldb", CBPF_ABS)   /* A = P[k:1] */
CBPF_OP(BPF_LD | BPF_W | BPF_IND, "ld", CBPF_IND)    /* A = P[X + k:4] */
CBPF_OP(BPF_LD | BPF_H | BPF_IND, "ldh", CBPF_IND)   /* A = P[X + k:2] */
CBPF_OP(BPF_LD | BPF_B | BPF_IND, "ldb", CBPF_IND)   /* A = P[X + k:1] */
CBPF_OP(BPF_LD | BPF_W | BPF_LEN, "ld", CBPF_LEN)    /* A = length */
CBPF_OP(BPF_LD | BPF_IMM, "ld", CBPF_HEX)            /* A = k */
CBPF_OP(BPF_LD | BPF_MEM, "ld", CBPF_MEM)            /* A = M[k] */
CBPF_OP(BPF_LDX | BPF_IMM, "ldx", CBPF_HEX)          /* X = k */
CBPF_OP(BPF_LDX | BPF_MEM, "ldx", CBPF_MEM)          /* X = M[k] */
CBPF_OP(BPF_LDX | BPF_W | BPF_LEN, "ldx", CBPF_LEN)  /* X = length */
CBPF_OP(BPF_LDX | BPF_B | BPF_MSH, "ldxb", CBPF_MSH) /* X = 4 * (P[k:1] & 0xf) */
CBPF_OP(BPF_ST, "st", CBPF_MEM)                      /* M[k] = A */
CBPF_OP(BPF_STX, "stx", CBPF_MEM)                    /* M[k] = X */
CBPF_OP(BPF_ALU | BPF_ADD | BPF_K, "add", CBPF_DEC)  /* A += k */
CBPF_OP(BPF_ALU | BPF_SUB | BPF_K, "sub", CBPF_DEC)
CBPF_OP(BPF_ALU | BPF_MUL | BPF_K, "mul", CBPF_DEC)
CBPF_OP(BPF_ALU | BPF_DIV | BPF_K, "div", CBPF_DEC)
CBPF_OP(BPF_ALU | BPF_MOD | BPF_K, "mod", CBPF_DEC)
CBPF_OP(BPF_ALU | BPF_AND | BPF_K, "and", CBPF_HEX)
CBPF_OP(BPF_ALU | BPF_OR | BPF_K, "or", CBPF_HEX)
CBPF_OP(BPF_ALU | BPF_XOR | BPF_K, "xor", CBPF_HEX)
CBPF_OP(BPF_ALU | BPF_LSH | BPF_K, "lsh", CBPF_DEC)
CBPF_OP(BPF_ALU | BPF_RSH | BPF_K, "rsh", CBPF_DEC)
CBPF_OP(BPF_ALU | BPF_ADD | BPF_X, "add", CBPF_X) /* A += X */
CBPF_OP(BPF_ALU | BPF_SUB | BPF_X, "sub", CBPF_X)
CBPF_OP(BPF_ALU | BPF_MUL | BPF_X, "mul", CBPF_X)
CBPF_OP(BPF_ALU | BPF_DIV | BPF_X, "div", CBPF_X) /* by 0: the filter ends with 0 */
CBPF_OP(BPF_ALU | BPF_MOD | BPF_X, "mod", CBPF_X) /* likewise */
CBPF_OP(BPF_ALU | BPF_AND | BPF_X, "and", CBPF_X)
CBPF_OP(BPF_ALU | BPF_OR | BPF_X, "or", CBPF_X)
CBPF_OP(BPF_ALU | BPF_XOR | BPF_X, "xor", CBPF_X)
CBPF_OP(BPF_ALU | BPF_LSH | BPF_X, "lsh", CBPF_X) /* by X & 31, as Linux */
CBPF_OP(BPF_ALU | BPF_RSH | BPF_X, "rsh", CBPF_X)
CBPF_OP(BPF_ALU | BPF_NEG, "neg", CBPF_PLAIN)         /* A = -A */
CBPF_OP(BPF_JMP | BPF_JA, "ja", CBPF_JA)              /* pc += k */
CBPF_OP(BPF_JMP | BPF_JEQ | BPF_K, "jeq", CBPF_JCC_K) /* pc += A == k ? jt : jf */
CBPF_OP(BPF_JMP | BPF_JGT | BPF_K, "jgt", CBPF_JCC_K)
CBPF_OP(BPF_JMP | BPF_JGE | BPF_K, "jge", CBPF_JCC_K)
CBPF_OP(BPF_JMP | BPF_JSET | BPF_K, "jset", CBPF_JCC_K)
CBPF_OP(BPF_JMP | BPF_JEQ | BPF_X, "jeq", CBPF_JCC_X) /* pc += A == X ? jt : jf */
CBPF_OP(BPF_JMP | BPF_JGT | BPF_X, "jgt", CBPF_JCC_X)
CBPF_OP(BPF_JMP | BPF_JGE | BPF_X, "jge", CBPF_JCC_X)
CBPF_OP(BPF_JMP | BPF_JSET | BPF_X, "jset", CBPF_JCC_X)
CBPF_OP(BPF_RET | BPF_K, "ret", CBPF_DEC)      /* accept k bytes */
CBPF_OP(BPF_RET | BPF_A, "ret", CBPF_PLAIN)    /* accept A bytes */
CBPF_OP(BPF_MISC | BPF_TAX, "tax", CBPF_PLAIN) /* X = A */
CBPF_OP(BPF_MISC | BPF_TXA, "txa", CBPF_PLAIN) /* A = X */
#endif

#ifdef CBPF_ANC
CBPF_ANC(SKF_AD_PROTOCOL, "proto", "proto")
CBPF_ANC(SKF_AD_PKTTYPE, "type", "type")
CBPF_ANC(SKF_AD_IFINDEX, "ifidx", "ifidx")
CBPF_ANC(SKF_AD_NLATTR, "nla", "nla")
CBPF_ANC(SKF_AD_NLATTR_NEST, "nlan", "nlan")
CBPF_ANC(SKF_AD_MARK, "mark", "mark")
CBPF_ANC(SKF_AD_QUEUE, "queue", "queue")
CBPF_ANC(SKF_AD_HATYPE, "hatype", "hatype")
CBPF_ANC(SKF_AD_RXHASH, "rxhash", "rxhash")
CBPF_ANC(SKF_AD_CPU, "cpu", "cpu")
CBPF_ANC(SKF_AD_ALU_XOR_X, "xor_x", "xor_x")
CBPF_ANC(SKF_AD_VLAN_TAG, "vlan_tci", "vlan_tci")
CBPF_ANC(SKF_AD_VLAN_TAG_PRESENT, "vlanp", "vlan_avail")
CBPF_ANC(SKF_AD_PAY_OFFSET, "poff", "poff")
CBPF_ANC(SKF_AD_RANDOM, "random", "rand")
CBPF_ANC(SKF_AD_VLAN_TPID, "vlan_tpid", "vlan_tpid")
#endif
