/*
 * reason_table.h - why programs are rejected: REASON(name, sentence, hint).
 */
REASON(NONE, "The program is accepted", "")
REASON(BAD_INSN, "The instruction is malformed", "Every field that the instruction does not use must be zero; see RFC 9669.")
REASON(BAD_MAP, "The instruction does not refer to a map that can be used here",
       "Create the map first and pass its file descriptor, or its index in fd_array.")
REASON(BAD_JUMP, "A jump leaves its function or lands inside an instruction", "Jump to an instruction of the same function.")
REASON(UNREACHABLE, "There are instructions that can never run", "Remove them, or jump to them.")
REASON(NO_EXIT, "A function runs past its last instruction", "End each function with exit or a jump.")
REASON(TOO_LARGE, "The verifier gave up: too many instructions over all paths",
       "Bound loops more tightly, move code into global functions, or use bpf_loop().")
REASON(TOO_COMPLEX, "The verifier gave up: too many branches are waiting", "Simplify nested branches.")
REASON(LOOP, "The program may loop for ever", "Make each iteration change a variable that bounds the loop.")
REASON(UNINIT_REG, "A register is read before anything was written to it",
       "Set it on every path; R1 to R5 lose their values in calls.")
REASON(FP_READ_ONLY, "R10 is the frame pointer and cannot be changed", "Copy it to another register first.")
REASON(PTR_ARITH, "This arithmetic is not possible on this pointer",
       "Add numbers with known bounds to pointers; check pointers for NULL first.")
REASON(PTR_OFFSET, "The offset of a pointer is too large or without bounds", "Check the number's bounds before adding it.")
REASON(PTR_LEAK, "The address of an object would become visible", "Unprivileged programs may not store, compare or return addresses.")
REASON(ALU, "This arithmetic has no result", "Divide by numbers other than 0, shift by less than the width.")
REASON(NOT_POINTER, "Memory is accessed through something that is not a usable pointer",
       "Check the pointer for NULL, and do not lose it in arithmetic.")
REASON(CTX_ACCESS, "The context has no such field, or it cannot be used in this way",
       "Access whole fields at constant offsets, as the program type's documentation lists them.")
REASON(STACK_BOUNDS, "The access leaves the stack", "The stack is 512 bytes below R10; bound the index.")
REASON(STACK_UNINIT, "The stack is read before it was written", "Initialise the buffer on every path.")
REASON(STACK_SPILL, "A pointer on the stack is read or written in part", "Store and load pointers whole, at multiples of 8.")
REASON(MAP_BOUNDS, "The access leaves the map's value", "Compare the offset with the value's size first.")
REASON(MAP_FORBIDDEN, "The map does not allow this", "See the flags with which it was created.")
REASON(MAP_FIELD, "The access touches a lock, timer, kernel pointer, list or tree in the map's value",
       "Such a field is used by its own functions alone; access what lies before and after it separately.")
REASON(PKT_BOUNDS, "The access may lie beyond the packet's end", "Compare pointer + size with data_end before the access.")
REASON(PKT_FORBIDDEN, "Programs of this type cannot do that to packets", "Use a helper such as bpf_skb_load_bytes().")
REASON(MEM_BOUNDS, "The access leaves the memory", "Compare the offset with the size first.")
REASON(ALIGNMENT, "The access is not aligned", "Align it, or load without BPF_F_STRICT_ALIGNMENT.")
REASON(MIXED_PTRS, "One instruction is used with pointers of different kinds", "Give each kind its own instruction.")
REASON(READ_ONLY, "The memory cannot be written", "Copy it to the stack.")
REASON(ATOMIC, "This atomic operation is not possible here", "Use it on 4 or 8 bytes of a map value, the stack or a ring buffer record.")
REASON(HELPER_UNKNOWN, "There is no such helper", "`skep features` lists them.")
REASON(HELPER_FORBIDDEN, "This helper is not available here", "`skep features` lists the helpers of each program type.")
REASON(ARG_KIND, "An argument is not of the kind that the function takes", "See the helper's documentation.")
REASON(ARG_SIZE, "The size given to a helper is not bounded as it must be", "Mask it, or compare it with the buffer's size, unsigned.")
REASON(FORMAT, "The format has an unknown conversion, or more of them than there are arguments",
       "See bpf_snprintf() in bpf-helpers(7): one u64 for each conversion.")
REASON(ARG_MAP, "This helper cannot be used with this type of map", "See the helper's documentation.")
REASON(REF_LEAK, "Something that was acquired is not released on this path", "Release it on every path.")
REASON(REF_RELEASE, "What is released was not acquired", "Pass the pointer that the acquiring helper returned.")
REASON(LOCK, "A spin lock is not taken, held and given back as it must be",
       "Take one lock at a time, call nothing but static functions while it is held, release it on every path.")
REASON(ASYNC, "A timer or work item is not used as it must be", "Point to the field itself, at a constant offset of the map's value, and pass the map that it lies in.")
REASON(STACK_OBJECT, "An object on the stack is not where it must be", "It lies at a multiple of 8, at a constant offset, wholly within the stack.")
REASON(DYNPTR, "A dynptr is not in the state that its use needs",
       "Initialise it on every path, don't write over it; one over a ring buffer record must be submitted or discarded first.")
REASON(OBJECT, "An object of the program's own type, or the list or tree that it goes into, is not used as it must be",
       "Hold the lock that lies beside the root; pass the node that its declaration names, of an object that you own.")
REASON(SECTION, "A read section or a stretch without preemption is not begun and ended as it must be, or something in it may sleep",
       "End on every path what was begun; call what may sleep outside.")
REASON(ITER, "An iterator is not in the state that its use needs",
       "Make it with its own function, ask for items until there is none, end it on every path; don't write over it.")
REASON(RETURN_VALUE, "The function may return a value that is not allowed", "See the program type's documentation.")
REASON(STACK_DEPTH, "The functions of a call chain use too much stack together", "512 bytes for all frames; move buffers to a map.")
REASON(FRAMES, "Function calls are nested too deeply", "8 frames are possible.")
REASON(SUBPROG, "A function is not what its use needs", "Callbacks are static functions of the program, with BTF (-g), and with the arguments that their caller gives.")
REASON(GLOBAL_ARGS, "The arguments do not fit the global function's declaration", "Pass initialised memory of the declared size, or the context.")
REASON(THROW, "Something is thrown, or the exception callback is used, where that cannot be",
       "bpf_throw() ends the main program and its functions, not callbacks; the exception callback is called by it alone.")
REASON(LD_ABS, "Packet loads (ld_abs, ld_ind) cannot be used here", "They need the socket buffer in R6.")
REASON(INVARIANT, "The verifier found its own bounds contradicting each other", "Load without BPF_F_TEST_REG_INVARIANTS.")
REASON(SLEEPABLE, "BPF_F_SLEEPABLE does not go with the program's type or with one of its maps",
       "System call programs are always sleepable, packet programs never; sleepable ones use arrays, hashes, rings.")
REASON(TARGET, "There is nothing in the kernel that such a program could be for",
       "attach_btf_id must name a function, a tracepoint (btf_trace_NAME), an iterator or a structure of functions.")
REASON(UNSUPPORTED, "The verifier does not know this yet", "")
REASON(NO_MEMORY, "Not enough memory", "")
