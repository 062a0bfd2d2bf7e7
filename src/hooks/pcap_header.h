/*
 * pcap_header.h - libpcap's header beside Linux's: both have a struct bpf_insn.
 */
#ifndef SKEP_HOOKS_PCAP_HEADER_H
#define SKEP_HOOKS_PCAP_HEADER_H

#define bpf_insn pcap_insn
#include <pcap/pcap.h>
#undef bpf_insn

#endif
