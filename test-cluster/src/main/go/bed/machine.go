package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// MachineSpec describes a machine that shall be started.
type MachineSpec struct {
	Name string `json:"name"`
	// Path is where its programs are looked up.
	Path   string            `json:"path"`
	Hosts  map[string]string `json:"hosts,omitempty"`
	Mounts []Mount           `json:"mounts,omitempty"`
	// Links are symbolic links to make: from their name to their target.
	Links map[string]string `json:"links,omitempty"`
	Files []File            `json:"files,omitempty"`
	// Logs is a folder of the host that is the machine's /var/log; filled in by the supervisor.
	Logs    string `json:"logs,omitempty"`
	Address string `json:"address,omitempty"`
	Program string `json:"program,omitempty"`
}

// Mount shows a folder or file of the host in the machine, read-only unless said otherwise.
type Mount struct {
	Source   string `json:"source"`
	Target   string `json:"target"`
	Writable bool   `json:"writable,omitempty"`
}

// File is written into a machine before it is used.
type File struct {
	Path    string      `json:"path"`
	Content string      `json:"content"`
	Mode    os.FileMode `json:"mode"`
}

type runningMachine struct {
	pid     int
	gone    <-chan syscall.WaitStatus
	address string
}

func (s *Supervisor) startMachine(spec MachineSpec) (address string, err error) {
	if err := checkName(spec.Name); err != nil {
		return "", err
	}
	number, err := s.reserve(spec.Name)
	if err != nil {
		return "", err
	}
	spec.Address, spec.Program = addressOf(number), s.program
	spec.Logs = filepath.Join(machineFolder(s.folder, spec.Name), "log")
	machine, err := s.launch(spec, number)
	s.lock.Lock()
	defer s.lock.Unlock()
	if err != nil {
		delete(s.machines, spec.Name)
		return "", fmt.Errorf("machine %s: %w", spec.Name, err)
	}
	s.machines[spec.Name] = machine
	return spec.Address, nil
}

// reserve takes the name, so that nobody else starts a machine of that name meanwhile.
func (s *Supervisor) reserve(name string) (number int, err error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if _, taken := s.machines[name]; taken {
		return 0, fmt.Errorf("a machine named %s is there already", name)
	}
	if s.next == maximumMachines {
		return 0, fmt.Errorf("a bed can have %d machines during its life", maximumMachines)
	}
	s.machines[name] = nil
	s.next++
	return s.next, nil
}

func (s *Supervisor) launch(spec MachineSpec, number int) (*runningMachine, error) {
	if err := os.MkdirAll(spec.Logs, 0o755); err != nil {
		return nil, err
	}
	control := filepath.Join(machineFolder(s.folder, spec.Name), controlName)
	if err := os.RemoveAll(control); err != nil {
		return nil, err
	}
	listener, err := listen(control)
	if err != nil {
		return nil, err
	}
	defer listener.Close()
	listening, err := listener.File()
	if err != nil {
		return nil, err
	}
	defer listening.Close()
	return s.bear(spec, number, listening)
}

// bear starts process 1 of the machine, plugs its cable in, tells it what to be, and waits until it is that.
func (s *Supervisor) bear(spec MachineSpec, number int, listening *os.File) (*runningMachine, error) {
	parent, child, err := pair()
	if err != nil {
		return nil, err
	}
	defer parent.Close()
	defer child.Close()
	// No Pdeathsig: when this process 1 dies, the kernel kills all of its pid namespace, which holds the machines.
	pid, gone, err := s.children.start(s.program, []string{"bed", "machine-init"}, &syscall.ProcAttr{
		Env:   []string{},
		Files: []uintptr{os.Stdin.Fd(), os.Stdout.Fd(), os.Stderr.Fd(), child.Fd(), listening.Fd()},
		Sys: &syscall.SysProcAttr{
			Cloneflags: unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWNET | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC,
			Setsid:     true,
		},
	})
	if err != nil {
		return nil, err
	}
	child.Close()
	err = plugIn(number, pid)
	var reply Reply
	if err == nil {
		err = send(parent, spec)
	}
	if err == nil {
		_, err = receive(parent, &reply)
	}
	if err == nil && reply.Error != "" {
		err = errors.New(reply.Error)
	}
	if err != nil {
		_ = unix.Kill(pid, unix.SIGKILL)
		<-gone
		return nil, err
	}
	return &runningMachine{pid, gone, spec.Address}, nil
}

func (s *Supervisor) removeMachine(name string) error {
	s.lock.Lock()
	machine := s.machines[name]
	s.lock.Unlock()
	if machine == nil {
		return fmt.Errorf("there is no machine named %s", name)
	}
	if err := unix.Kill(machine.pid, unix.SIGKILL); err != nil {
		log.Printf("machine %s was gone before it was removed: %v", name, err)
	}
	<-machine.gone
	if err := os.Remove(filepath.Join(machineFolder(s.folder, name), controlName)); err != nil {
		return err
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	delete(s.machines, name)
	return nil
}
