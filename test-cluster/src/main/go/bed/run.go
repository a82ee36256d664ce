package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Ready is the one line that `bed run` prints when the bed can be used.
type Ready struct {
	Folder  string `json:"folder,omitempty"`
	Address string `json:"address,omitempty"`
	Process int    `json:"process,omitempty"`
	Error   string `json:"error,omitempty"`
}

// Descriptors that a supervisor is born with, after standard input, output and error.
const (
	parentDescriptor   = 3
	listenerDescriptor = 4
)

// mappedIDs is how many user and group ids exist inside a bed that root starts. It must not be all of them: the
// kubelet takes a user namespace that maps every id for none at all.
const mappedIDs = 1 << 16

// run is the outermost process of a bed. It stays in the namespaces of its parent, where it listens on loopback, and
// ends the bed when its standard input ends without a word of leave.
func run(arguments []string) int {
	options := flag.NewFlagSet("run", flag.ContinueOnError)
	root := options.String("root", "", "folder in which the beds of this user live")
	name := options.String("name", "", "name of this bed's folder; made up when absent")
	target := options.String("forward", "", "inner address that a loopback port leads to")
	if options.Parse(arguments) != nil {
		return 2
	}
	ready, wait, err := open(*root, *name, *target)
	if err != nil {
		ready.Error = err.Error()
	}
	line, _ := json.Marshal(ready)
	fmt.Println(string(line))
	if err != nil {
		return 1
	}
	return wait()
}

// open starts a supervisor and returns when it is ready. wait then blocks until the bed has ended and its folder is gone.
func open(root, name, target string) (ready Ready, wait func() int, err error) {
	if name != "" {
		if err := checkName(name); err != nil {
			return ready, nil, err
		}
	}
	// Without a session of its own a Ctrl-C would reach the bed before its parent had a chance to say goodbye.
	_, _ = unix.Setsid()
	// It may outlive its parent for days, and must not keep that one's folder busy.
	_ = os.Chdir("/")
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, unix.SIGTERM, unix.SIGINT, unix.SIGHUP)
	signal.Ignore(unix.SIGPIPE)
	folder, err := newFolder(root, name)
	if err != nil {
		return ready, nil, err
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return ready, nil, errors.Join(err, folder.remove())
	}
	supervisor, err := startSupervisor(folder.path, target, listener.(*net.TCPListener))
	if err != nil {
		return ready, nil, errors.Join(err, folder.remove())
	}
	ready = Ready{Folder: folder.path, Address: listener.Addr().String(), Process: os.Getpid()}
	wait = func() int {
		ended := make(chan struct{})
		go func() { _ = supervisor.Wait(); close(ended) }()
		go endWithInput(signals)
		select {
		case <-ended:
		case <-signals:
			_ = supervisor.Process.Kill()
			<-ended
		}
		if err := folder.remove(); err != nil {
			return complain(err)
		}
		return 0
	}
	return ready, wait, nil
}

// detach is what the parent says last if the bed shall go on without it.
const detach = "detach\n"

// endWithInput ends the bed when its parent is gone, however that ended, unless the parent took leave of it.
func endWithInput(signals chan<- os.Signal) {
	said, _ := io.ReadAll(io.LimitReader(os.Stdin, int64(len(detach))))
	if string(said) != detach {
		signals <- unix.SIGTERM
	}
}

func startSupervisor(folder, target string, listener *net.TCPListener) (*exec.Cmd, error) {
	defer listener.Close()
	port, err := listener.File()
	if err != nil {
		return nil, err
	}
	defer port.Close()
	parent, child, err := pair()
	if err != nil {
		return nil, err
	}
	defer parent.Close()
	defer child.Close()
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	log, err := os.OpenFile(filepath.Join(folder, "bed.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	supervisor := exec.Command(program, "supervisor", folder, target)
	supervisor.Stdout, supervisor.Stderr = log, log
	supervisor.ExtraFiles = []*os.File{child, port}
	supervisor.SysProcAttr = newUserNamespace()
	if err := start(supervisor); err != nil {
		return nil, err
	}
	child.Close()
	var reply Reply
	if _, err = receive(parent, &reply); err == nil && reply.Error != "" {
		err = errors.New(reply.Error)
	}
	if err != nil {
		_ = supervisor.Process.Kill()
		return nil, errors.Join(fmt.Errorf("the supervisor did not start: %w", err), supervisor.Wait())
	}
	return supervisor, nil
}

// start ties the child's life to this process. The kernel ties it to this *thread*, which therefore must never end.
func start(child *exec.Cmd) error {
	runtime.LockOSThread()
	if err := child.Start(); err != nil {
		return fmt.Errorf("%w (a bed needs user, mount, pid, network, uts and ipc namespaces; %s)", err, namespaceHint())
	}
	return nil
}

func newUserNamespace() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{
		Cloneflags:                 unix.CLONE_NEWUSER | unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWNET | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC,
		UidMappings:                mappings("/proc/self/uid_map", os.Geteuid()),
		GidMappings:                mappings("/proc/self/gid_map", os.Getegid()),
		GidMappingsEnableSetgroups: os.Geteuid() == 0,
		Pdeathsig:                  unix.SIGKILL,
		Setsid:                     true,
	}
}

// mappings lets root keep the ids it has, up to mappedIDs; anybody else becomes root and is alone.
func mappings(file string, own int) []syscall.SysProcIDMap {
	alone := []syscall.SysProcIDMap{{ContainerID: 0, HostID: own, Size: 1}}
	if os.Geteuid() != 0 {
		return alone
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return alone
	}
	var result []syscall.SysProcIDMap
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) != 3 {
			continue
		}
		first, _ := strconv.Atoi(fields[0])
		size, _ := strconv.Atoi(fields[2])
		if first < mappedIDs {
			result = append(result, syscall.SysProcIDMap{ContainerID: first, HostID: first, Size: min(size, mappedIDs-first)})
		}
	}
	return result
}

// namespaceHint says which of the usual switches stands in the way, as far as that can be read.
func namespaceHint() string {
	switches := []struct{ file, closed, hint string }{
		{"/proc/sys/user/max_user_namespaces", "0", "sysctl user.max_user_namespaces is 0"},
		{"/proc/sys/kernel/unprivileged_userns_clone", "0", "sysctl kernel.unprivileged_userns_clone is 0"},
		{"/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "sysctl kernel.apparmor_restrict_unprivileged_userns is 1"},
	}
	for _, each := range switches {
		if value, err := os.ReadFile(each.file); err == nil && strings.TrimSpace(string(value)) == each.closed {
			return each.hint
		}
	}
	return "containers usually forbid them by their seccomp profile"
}

// probe tells whether a bed could run here: it starts a child in the namespaces of a supervisor and lets it mount.
func probe([]string) int {
	program, err := os.Executable()
	if err != nil {
		return complain(err)
	}
	child := exec.Command(program, "probed")
	child.Stderr = os.Stderr
	child.SysProcAttr = newUserNamespace()
	if err := start(child); err != nil {
		return complain(err)
	}
	if child.Wait() != nil {
		return 1
	}
	return 0
}

func probed([]string) int {
	if err := privateProc(); err != nil {
		return complain(err)
	}
	if err := buildSwitch(); err != nil {
		return complain(err)
	}
	return 0
}
