// A client on cilium/ebpf: a map, a program and its test run, a ring buffer with its reader.
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"github.com/cilium/ebpf/ringbuf"
)

func check(err error, what string) {
	if err != nil {
		fmt.Println(what+":", err)
		os.Exit(1)
	}
}

func main() {
	m, err := ebpf.NewMap(&ebpf.MapSpec{Type: ebpf.Hash, KeySize: 4, ValueSize: 8, MaxEntries: 64})
	check(err, "map")
	for i := uint32(0); i < 50; i++ {
		check(m.Put(i, uint64(i)*3), "put")
	}
	var k uint32
	var v, sum uint64
	for it := m.Iterate(); it.Next(&k, &v); {
		sum += v
	}
	fmt.Println("sum", sum)
	rb, err := ebpf.NewMap(&ebpf.MapSpec{Type: ebpf.RingBuf, MaxEntries: 4096})
	check(err, "ring")
	prog, err := ebpf.NewProgram(&ebpf.ProgramSpec{Type: ebpf.XDP, License: "GPL", Instructions: asm.Instructions{
		asm.StoreImm(asm.RFP, -8, 42, asm.DWord),
		asm.LoadMapPtr(asm.R1, rb.FD()),
		asm.Mov.Reg(asm.R2, asm.RFP),
		asm.Add.Imm(asm.R2, -8),
		asm.Mov.Imm(asm.R3, 8),
		asm.Mov.Imm(asm.R4, 0),
		asm.FnRingbufOutput.Call(),
		asm.Mov.Imm(asm.R0, 2),
		asm.Return(),
	}})
	check(err, "program")
	reader, err := ringbuf.NewReader(rb)
	check(err, "reader")
	go func() {
		time.Sleep(50 * time.Millisecond)
		ret, _, err := prog.Test(make([]byte, 64))
		check(err, "test")
		fmt.Println("returned", ret)
	}()
	record, err := reader.Read()
	check(err, "read")
	fmt.Println("record", record.RawSample[0])
	if len(os.Args) > 1 {
		check(m.Pin(os.Args[1]), "pin")
		again, err := ebpf.LoadPinnedMap(os.Args[1], nil)
		check(err, "pinned")
		check(again.Lookup(uint32(7), &v), "lookup")
		fmt.Println("pinned", v)
	}
}
