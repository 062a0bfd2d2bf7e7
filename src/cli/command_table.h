/*
 * command_table.h - the subcommands: CLI_COMMAND(name, summary).
 */
CLI_COMMAND(filter, "filter packets of an interface or a capture file, in tcpdump's language")
CLI_COMMAND(test, "verify a BPF object and run its programs on packets")
CLI_COMMAND(verify, "say whether the kernel's rules accept a BPF object, and if not, why")
CLI_COMMAND(run, "run a command whose bpf() calls skep answers")
CLI_COMMAND(session, "list, show and stop sessions")
CLI_COMMAND(asm, "assemble eBPF or classic BPF from text")
CLI_COMMAND(disasm, "print eBPF or classic BPF as text")
CLI_COMMAND(features, "list what this skep has: commands, program types, maps, helpers, instructions")
