// Command bed is a small bed for test clusters: "machines" on one Linux host, made of namespaces, without root,
// containers, or any tool but the kernel. It knows nothing about Kubernetes.
//
// One process tree is one bed. The tree hangs on the standard input of its outermost process, and every process of it
// lives in a pid namespace, so that nothing can outlive the parent that started it.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// commands are what `bed` can be asked for; the first three are the process tree, the others talk to it.
var commands = map[string]func(arguments []string) (exitCode int){
	"run":          run,
	"supervisor":   supervise,
	"machine-init": beMachine,
	"probe":        probe,
	"probed":       probed,
	"start":        startMachine,
	"remove":       removeMachine,
	"list":         listMachines,
	"beds":         listBeds,
	"exec":         execute,
	"stop":         stopBed,
	"write":        writeFile,
	"await":        awaitListener,
}

func main() {
	if filepath.Base(os.Args[0]) == "systemctl" {
		os.Exit(systemctl(os.Args[1:]))
	}
	if len(os.Args) > 1 {
		if command, ok := commands[os.Args[1]]; ok {
			os.Exit(command(os.Args[2:]))
		}
	}
	fmt.Fprintln(os.Stderr, "bed: give one of run, probe, beds, start, remove, list, exec, stop")
	os.Exit(2)
}

func complain(err error) int {
	fmt.Fprintf(os.Stderr, "bed: %v\n", err)
	return 1
}
