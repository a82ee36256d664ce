package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// environmentPrefix marks those variables of a client's own environment that a program in a machine shall get, since
// values given as arguments could be seen by everybody on the host.
const environmentPrefix = "BED_ENVIRONMENT_"

// longestEnd is how long a bed may take to end.
const longestEnd = 10 * time.Second

// clientFailure is the exit code of `exec` when the bed, rather than the program, failed.
const clientFailure = 125

func folderOption(command string, arguments []string) (folder string, rest []string, ok bool) {
	options := flag.NewFlagSet(command, flag.ContinueOnError)
	options.StringVar(&folder, "folder", "", "folder of the bed")
	if options.Parse(arguments) != nil {
		return "", nil, false
	}
	return folder, options.Args(), true
}

// startMachine reads the description of a machine from standard input and prints the machine's address.
func startMachine(arguments []string) int {
	folder, _, ok := folderOption("start", arguments)
	if !ok {
		return 2
	}
	var spec MachineSpec
	if err := json.NewDecoder(io.LimitReader(os.Stdin, maximumMessage)).Decode(&spec); err != nil {
		return complain(err)
	}
	reply, err := askBed(folder, Request{Start: &spec})
	if err != nil {
		return complain(err)
	}
	fmt.Println(reply.Address)
	return 0
}

func removeMachine(arguments []string) int {
	folder, names, ok := folderOption("remove", arguments)
	if !ok || len(names) != 1 {
		return 2
	}
	if _, err := askBed(folder, Request{Remove: names[0]}); err != nil {
		return complain(err)
	}
	return 0
}

func listMachines(arguments []string) int {
	folder, _, ok := folderOption("list", arguments)
	if !ok {
		return 2
	}
	reply, err := askBed(folder, Request{List: true})
	if err != nil {
		return complain(err)
	}
	for _, machine := range reply.Machines {
		fmt.Println(machine.Name, machine.Address)
	}
	return 0
}

func askBed(folder string, request Request) (Reply, error) {
	if !runs(folder) {
		return Reply{}, noBed(folder)
	}
	return ask(filepath.Join(folder, controlName), request)
}

func noBed(folder string) error {
	return fmt.Errorf("no bed runs in %s", folder)
}

// listBeds prints the names of the beds that run below a root, after sweeping what killed ones left there.
func listBeds(arguments []string) int {
	options := flag.NewFlagSet("beds", flag.ContinueOnError)
	root := options.String("root", "", "folder in which the beds of this user live")
	if options.Parse(arguments) != nil {
		return 2
	}
	lock, err := lockRoot(*root)
	if errors.Is(err, os.ErrNotExist) {
		return 0
	}
	if err != nil {
		return complain(err)
	}
	defer lock.Close()
	names, err := sweep(*root)
	if err != nil {
		return complain(err)
	}
	for _, name := range names {
		fmt.Println(name)
	}
	return 0
}

// stopBed returns when the bed has ended and its folder is gone.
func stopBed(arguments []string) int {
	folder, _, ok := folderOption("stop", arguments)
	if !ok {
		return 2
	}
	if !runs(folder) {
		return complain(noBed(folder))
	}
	var asked bool
	var err error
	for end := time.Now().Add(longestEnd); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if _, gone := os.Stat(folder); errors.Is(gone, os.ErrNotExist) {
			return 0
		}
		// A bed holds its lock before it listens, and one that stops gives no answer.
		if !asked {
			_, err = ask(filepath.Join(folder, controlName), Request{Stop: true})
			asked = errors.Is(err, io.EOF)
		}
	}
	return complain(fmt.Errorf("%s is still there after %v (%w)", folder, longestEnd, err))
}

// execute runs a program in a machine with this process' standard input, output and error, and exits as it does.
func execute(arguments []string) int {
	folder, words, ok := folderOption("exec", arguments)
	if !ok || len(words) < 2 {
		fmt.Fprintln(os.Stderr, "bed: exec needs a machine and a command")
		return clientFailure
	}
	connection, err := dial(filepath.Join(machineFolder(folder, words[0]), controlName))
	if err != nil {
		complain(fmt.Errorf("there is no machine named %s: %w", words[0], err))
		return clientFailure
	}
	defer connection.Close()
	execution := Execution{Command: words[1:], Environment: passedEnvironment(os.Environ())}
	if isTerminal(os.Stdin) && isTerminal(os.Stdout) {
		return executeOnTerminal(connection, execution)
	}
	return converse(connection, execution, os.Stdin, os.Stdout, os.Stderr)
}

func passedEnvironment(all []string) map[string]string {
	passed := map[string]string{}
	for _, each := range all {
		if assignment, ok := strings.CutPrefix(each, environmentPrefix); ok {
			assign(passed, []string{assignment})
		}
	}
	return passed
}

func converse(connection *net.UnixConn, execution Execution, files ...*os.File) int {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, unix.SIGTERM, unix.SIGINT, unix.SIGHUP, unix.SIGQUIT, unix.SIGUSR1, unix.SIGUSR2)
	if err := send(connection, MachineRequest{Execute: &execution}, files...); err != nil {
		complain(err)
		return clientFailure
	}
	go func() {
		for each := range signals {
			_ = send(connection, Signal{Number: int(each.(unix.Signal))})
		}
	}()
	var reply Reply
	if _, err := receive(connection, &reply); err != nil {
		complain(fmt.Errorf("the machine is gone: %w", err))
		return clientFailure
	}
	if !reply.Exited {
		fmt.Fprintln(os.Stderr, "bed: "+reply.Error)
	}
	return reply.ExitCode
}

// systemctl is what the name systemctl leads to inside a machine.
func systemctl(arguments []string) int {
	reply, err := ask(machineControl, MachineRequest{Systemctl: arguments})
	if err != nil {
		return complain(err)
	}
	if reply.ExitCode == 0 || reply.ExitCode == 3 {
		fmt.Print(reply.Output)
	} else {
		fmt.Fprint(os.Stderr, reply.Output)
	}
	return reply.ExitCode
}

// writeFile runs inside a machine: it writes standard input to a temporary name, then renames it.
func writeFile(arguments []string) int {
	if len(arguments) != 2 {
		return 2
	}
	path := arguments[0]
	var mode os.FileMode
	if _, err := fmt.Sscanf(arguments[1], "%o", &mode); err != nil {
		return complain(err)
	}
	if err := writeThenRename(path, mode); err != nil {
		return complain(err)
	}
	return 0
}

func writeThenRename(path string, mode os.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".new-")
	if err != nil {
		return err
	}
	_, err = io.Copy(file, os.Stdin)
	err = errors.Join(err, file.Chmod(mode), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}

// awaitListener runs inside a machine: it returns as soon as somebody listens on a network and address.
func awaitListener(arguments []string) int {
	if len(arguments) != 3 {
		return 2
	}
	deadline, err := time.ParseDuration(arguments[2])
	if err != nil {
		return complain(err)
	}
	for end := time.Now().Add(deadline); ; time.Sleep(10 * time.Millisecond) {
		connection, err := net.Dial(arguments[0], arguments[1])
		if err == nil {
			connection.Close()
			return 0
		}
		if time.Now().After(end) {
			return complain(err)
		}
	}
}
