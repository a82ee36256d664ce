package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// Request is what the supervisor can be asked for: exactly one field is set.
type Request struct {
	Start  *MachineSpec `json:"start,omitempty"`
	Remove string       `json:"remove,omitempty"`
	List   bool         `json:"list,omitempty"`
	Stop   bool         `json:"stop,omitempty"`
}

// Supervisor is process 1 of a bed. Its network namespace is the switch between the machines.
type Supervisor struct {
	folder   string
	program  string
	children *children

	lock     sync.Mutex
	machines map[string]*runningMachine
	next     int
}

func supervise(arguments []string) int {
	parent, err := connectionOf(os.NewFile(parentDescriptor, "parent"))
	if err != nil {
		return complain(err)
	}
	supervisor, listener, err := newSupervisor(arguments[0], arguments[1])
	if err != nil {
		_ = send(parent, Reply{Error: err.Error()})
		return complain(err)
	}
	if err := send(parent, Reply{}); err != nil {
		return complain(err)
	}
	parent.Close()
	serve(listener, supervisor.answer)
	return 0
}

func newSupervisor(folder, target string) (*Supervisor, *net.UnixListener, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	if err := privateProc(); err != nil {
		return nil, nil, err
	}
	if err := buildSwitch(); err != nil {
		return nil, nil, err
	}
	if target != "" {
		port, err := net.FileListener(os.NewFile(listenerDescriptor, "port"))
		if err != nil {
			return nil, nil, err
		}
		go forward(port, target)
	}
	listener, err := listen(folder + "/" + controlName)
	return &Supervisor{
		folder:   folder,
		program:  program,
		children: newChildren(),
		machines: map[string]*runningMachine{},
	}, listener, err
}

// privateProc makes mounts invisible to the host and shows only this pid namespace in /proc.
func privateProc() error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	if err := unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mount a fresh /proc: %w", err)
	}
	return nil
}

// serve answers each connection in a goroutine of its own until the listener is closed.
func serve(listener *net.UnixListener, answer func(*net.UnixConn)) {
	for {
		connection, err := listener.AcceptUnix()
		if err != nil {
			log.Printf("control socket: %v", err)
			return
		}
		go func() {
			defer connection.Close()
			answer(connection)
		}()
	}
}

func (s *Supervisor) answer(connection *net.UnixConn) {
	var request Request
	files, err := receive(connection, &request)
	closeAll(files)
	var reply Reply
	if err == nil {
		reply, err = s.carryOut(request)
	}
	if err != nil {
		reply.Error = err.Error()
	}
	_ = send(connection, reply)
}

func (s *Supervisor) carryOut(request Request) (Reply, error) {
	switch {
	case request.Start != nil:
		address, err := s.startMachine(*request.Start)
		return Reply{Address: address}, err
	case request.Remove != "":
		return Reply{}, s.removeMachine(request.Remove)
	case request.List:
		return Reply{Machines: s.list()}, nil
	case request.Stop:
		os.Exit(0)
	}
	return Reply{}, fmt.Errorf("the request asks for nothing")
}

func (s *Supervisor) list() []Listed {
	s.lock.Lock()
	defer s.lock.Unlock()
	machines := []Listed{}
	for name, machine := range s.machines {
		// A name without a machine is only reserved.
		if machine != nil {
			machines = append(machines, Listed{name, machine.address})
		}
	}
	slices.SortFunc(machines, func(a, b Listed) int { return strings.Compare(a.Name, b.Name) })
	return machines
}

// forward leads connections that arrive outside to target inside. While nobody listens there, they are reset.
func forward(listener net.Listener, target string) {
	for {
		outer, err := listener.Accept()
		if err != nil {
			log.Printf("loopback port: %v", err)
			return
		}
		go func() {
			defer outer.Close()
			inner, err := net.Dial("tcp4", target)
			if err != nil {
				_ = outer.(*net.TCPConn).SetLinger(0)
				return
			}
			defer inner.Close()
			relay(outer.(*net.TCPConn), inner.(*net.TCPConn))
		}()
	}
}

func relay(one, other *net.TCPConn) {
	done := make(chan struct{}, 2)
	pump := func(from, to *net.TCPConn) {
		if _, err := io.Copy(to, from); err != nil {
			one.Close()
			other.Close()
		}
		_ = to.CloseWrite()
		done <- struct{}{}
	}
	go pump(one, other)
	go pump(other, one)
	<-done
	<-done
}
