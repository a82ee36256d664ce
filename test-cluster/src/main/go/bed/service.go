package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const timeFormat = "2006-01-02T15:04:05.000000Z07:00"

// services is the machine's stand-in for systemd: enough for kubeadm, a kubelet and an agent, with a log of all calls.
type services struct {
	children *children

	lock     sync.Mutex
	running  map[string]*service
	disabled map[string]bool
}

// service is one run of a unit, from start to stop, over as many restarts of its process as it takes.
type service struct {
	name    string
	unit    Unit
	lock    sync.Mutex
	pid     int
	stopped bool
	stop    chan struct{}
	done    chan struct{}
}

func newServices(children *children) *services {
	return &services{children: children, running: map[string]*service{}, disabled: map[string]bool{}}
}

// systemctl answers as systemctl(1) does as far as kubeadm and people look at it.
func (s *services) systemctl(arguments []string) Reply {
	note("systemctl.log", strings.Join(arguments, " "))
	words := slices.DeleteFunc(slices.Clone(arguments), func(word string) bool { return strings.HasPrefix(word, "-") })
	if len(words) == 1 && words[0] == "daemon-reload" {
		return Reply{}
	}
	if len(words) != 2 {
		return Reply{Output: fmt.Sprintf("systemctl %s: give a verb and one unit\n", strings.Join(arguments, " ")), ExitCode: 1}
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.obey(words[0], strings.TrimSuffix(words[1], ".service"))
}

func (s *services) obey(verb, name string) Reply {
	switch verb {
	case "is-active":
		return s.isActive(name)
	case "status":
		return s.status(name)
	}
	if len(unitFiles(name)) == 0 {
		return Reply{Output: fmt.Sprintf("Unit %s.service could not be found.\n", name), ExitCode: 5}
	}
	switch verb {
	case "start":
		return s.start(name)
	case "stop":
		return s.end(name)
	case "restart":
		s.end(name)
		return s.start(name)
	case "enable", "disable":
		s.disabled[name] = verb == "disable"
		return Reply{}
	case "is-enabled":
		if s.disabled[name] {
			return Reply{Output: "disabled\n", ExitCode: 1}
		}
		return Reply{Output: "enabled\n"}
	}
	return Reply{Output: fmt.Sprintf("Unknown command verb %s.\n", verb), ExitCode: 1}
}

func (s *services) state(name string) string {
	service := s.running[name]
	if service == nil {
		return "inactive"
	}
	select {
	case <-service.done:
		return "inactive"
	default:
	}
	if service.process() == 0 {
		return "activating"
	}
	return "active"
}

func (s *services) isActive(name string) Reply {
	state := s.state(name)
	if state == "active" {
		return Reply{Output: "active\n"}
	}
	return Reply{Output: state + "\n", ExitCode: 3}
}

func (s *services) status(name string) Reply {
	unit, err := readUnit(name)
	if err != nil {
		return Reply{Output: err.Error() + "\n", ExitCode: 4}
	}
	state := s.state(name)
	text := fmt.Sprintf("● %s.service - %s\n     Loaded: loaded (%s)\n     Active: %s\n", name, unit.description, unitFiles(name)[0], state)
	if state == "active" {
		return Reply{Output: text + fmt.Sprintf("   Main PID: %d\n", s.running[name].process())}
	}
	return Reply{Output: text, ExitCode: 3}
}

func (s *services) start(name string) Reply {
	if s.state(name) != "inactive" {
		return Reply{}
	}
	unit, err := readUnit(name)
	if err != nil {
		return Reply{Output: err.Error() + "\n", ExitCode: 1}
	}
	service := &service{name: name, unit: unit, stop: make(chan struct{}), done: make(chan struct{})}
	started := make(chan error)
	go service.run(s.children, started)
	if err := <-started; err != nil {
		return Reply{Output: err.Error() + "\n", ExitCode: 1}
	}
	s.running[name] = service
	return Reply{}
}

func (s *services) end(name string) Reply {
	service := s.running[name]
	if service == nil {
		return Reply{}
	}
	service.end()
	delete(s.running, name)
	return Reply{}
}

// run starts the unit's process, again and again if it says so. started gets the outcome of the first attempt.
func (s *service) run(children *children, started chan<- error) {
	defer close(s.done)
	for first := true; ; first = false {
		ended, err := s.launch(children)
		if first {
			started <- err
		}
		if err != nil && first {
			return
		}
		if err == nil {
			status := <-ended
			s.set(0)
			note("services.log", fmt.Sprintf("%s ended with exit code %d", s.name, exitCode(status)))
		}
		if !s.again() {
			return
		}
	}
}

func (s *service) again() bool {
	if !s.unit.restartAlways {
		return false
	}
	select {
	case <-s.stop:
		return false
	case <-time.After(s.unit.restartPause):
		return true
	}
}

func (s *service) launch(children *children) (<-chan syscall.WaitStatus, error) {
	base := map[string]string{"PATH": os.Getenv("PATH"), "HOME": "/root", "LANG": "C.UTF-8"}
	argv, environment, err := s.unit.command(base)
	if err != nil {
		return nil, err
	}
	path, err := lookUp(argv[0], environment["PATH"])
	if err != nil {
		return nil, err
	}
	output, err := os.OpenFile(filepath.Join("/var/log", s.name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	defer output.Close()
	input, err := os.Open(os.DevNull)
	if err != nil {
		return nil, err
	}
	defer input.Close()
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.stopped {
		return nil, fmt.Errorf("%s was stopped", s.name)
	}
	pid, ended, err := children.start(path, argv, &syscall.ProcAttr{
		Dir:   "/",
		Env:   asList(environment),
		Files: []uintptr{input.Fd(), output.Fd(), output.Fd()},
		Sys:   &syscall.SysProcAttr{Setsid: true},
	})
	if err == nil {
		s.pid = pid
		note("services.log", fmt.Sprintf("%s started as process %d", s.name, pid))
	}
	return ended, err
}

func (s *service) process() int {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.pid
}

func (s *service) set(pid int) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.pid = pid
}

// end asks the process group to end, and kills it if it takes longer than the unit allows.
func (s *service) end() {
	s.lock.Lock()
	if !s.stopped {
		s.stopped = true
		close(s.stop)
	}
	pid := s.pid
	s.lock.Unlock()
	if pid != 0 {
		_ = unix.Kill(-pid, unix.SIGTERM)
	}
	select {
	case <-s.done:
	case <-time.After(s.unit.stopTimeout):
		if pid != 0 {
			_ = unix.Kill(-pid, unix.SIGKILL)
		}
		<-s.done
	}
}

// note adds a line with the time to a log of the machine.
func note(log, line string) {
	file, err := os.OpenFile(filepath.Join("/var/log", log), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return
	}
	defer file.Close()
	fmt.Fprintf(file, "%s %s\n", time.Now().Format(timeFormat), line)
}
