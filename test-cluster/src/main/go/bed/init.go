package main

import (
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// MachineRequest is what a machine can be asked for: exactly one field is set.
type MachineRequest struct {
	Execute   *Execution `json:"execute,omitempty"`
	Systemctl []string   `json:"systemctl,omitempty"`
}

// Execution describes a program to run in a machine; standard input, output and error travel along as open files.
type Execution struct {
	Command     []string          `json:"command"`
	Environment map[string]string `json:"environment,omitempty"`
	Terminal    bool              `json:"terminal,omitempty"`
}

// Signal is passed on to a program that runs in a machine.
type Signal struct {
	Number int `json:"number"`
}

// Machine is process 1 of a machine: it starts programs, looks after services and reaps orphans.
type Machine struct {
	children *children
	services *services
	path     string
}

func beMachine([]string) int {
	supervisor, err := connectionOf(os.NewFile(parentDescriptor, "supervisor"))
	if err != nil {
		return complain(err)
	}
	listeners, err := settleIn(supervisor)
	reply := Reply{}
	if err != nil {
		reply.Error = err.Error()
	}
	if err := errors.Join(err, send(supervisor, reply)); err != nil {
		return complain(err)
	}
	supervisor.Close()
	machine := newMachine(os.Getenv("PATH"))
	for _, listener := range listeners {
		go serve(listener, machine.answer)
	}
	select {}
}

// settleIn makes this process' namespaces the machine that the supervisor describes.
func settleIn(supervisor *net.UnixConn) ([]*net.UnixListener, error) {
	var spec MachineSpec
	if _, err := receive(supervisor, &spec); err != nil {
		return nil, err
	}
	outer, err := net.FileListener(os.NewFile(listenerDescriptor, "control"))
	if err != nil {
		return nil, err
	}
	if err := buildRoot(spec); err != nil {
		return nil, err
	}
	if err := configureNetwork(spec.Address); err != nil {
		return nil, err
	}
	if err := os.Setenv("PATH", programFolder+":"+spec.Path); err != nil {
		return nil, err
	}
	inner, err := listen(machineControl)
	return []*net.UnixListener{outer.(*net.UnixListener), inner}, err
}

func newMachine(path string) *Machine {
	children := newChildren()
	return &Machine{children: children, services: newServices(children), path: path}
}

func (m *Machine) answer(connection *net.UnixConn) {
	var request MachineRequest
	files, err := receive(connection, &request)
	defer closeAll(files)
	var reply Reply
	switch {
	case err != nil:
		reply.Error = err.Error()
	case request.Execute != nil:
		reply = m.execute(connection, *request.Execute, files)
	default:
		reply = m.services.systemctl(request.Systemctl)
	}
	_ = send(connection, reply)
}

// execute runs a program to its end. If whoever asked for it goes away first, the program and its group are killed.
func (m *Machine) execute(connection *net.UnixConn, execution Execution, files []*os.File) Reply {
	if len(files) != maximumFiles || len(execution.Command) == 0 {
		return Reply{Error: "to execute something needs a command and three open files"}
	}
	environment := m.environment(execution.Environment)
	path, err := lookUp(execution.Command[0], environment["PATH"])
	if err != nil {
		return Reply{Error: err.Error(), ExitCode: 127}
	}
	pid, ended, err := m.children.start(path, execution.Command, &syscall.ProcAttr{
		Dir:   "/",
		Env:   asList(environment),
		Files: []uintptr{files[0].Fd(), files[1].Fd(), files[2].Fd()},
		Sys:   &syscall.SysProcAttr{Setsid: true, Setctty: execution.Terminal, Ctty: 0},
	})
	if err != nil {
		return Reply{Error: fmt.Sprintf("start %s: %v", path, err), ExitCode: 126}
	}
	closeAll(files)
	go passSignals(connection, pid)
	status := <-ended
	return Reply{Exited: true, ExitCode: exitCode(status)}
}

func passSignals(connection *net.UnixConn, pid int) {
	for {
		var signal Signal
		if _, err := receive(connection, &signal); err != nil {
			_ = unix.Kill(-pid, unix.SIGKILL)
			return
		}
		if err := unix.Kill(-pid, unix.Signal(signal.Number)); err != nil {
			log.Printf("signal %d to %d: %v", signal.Number, pid, err)
		}
	}
}

func (m *Machine) environment(extra map[string]string) map[string]string {
	environment := map[string]string{"PATH": m.path, "HOME": "/root", "USER": "root", "LOGNAME": "root", "LANG": "C.UTF-8"}
	for name, value := range extra {
		environment[name] = value
	}
	return environment
}

func asList(environment map[string]string) []string {
	list := make([]string, 0, len(environment))
	for name, value := range environment {
		list = append(list, name+"="+value)
	}
	return list
}

func lookUp(program, path string) (string, error) {
	if strings.Contains(program, "/") {
		return program, executable(program)
	}
	for _, folder := range filepath.SplitList(path) {
		if candidate := filepath.Join(folder, program); executable(candidate) == nil {
			return candidate, nil
		}
	}
	return "", fmt.Errorf("%s: no such program on %s", program, path)
}

func executable(path string) error {
	information, err := os.Stat(path)
	if err != nil {
		return err
	}
	if information.IsDir() || information.Mode()&0o111 == 0 {
		return fmt.Errorf("%s: not executable", path)
	}
	return nil
}
