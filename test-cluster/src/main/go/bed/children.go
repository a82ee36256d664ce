package main

import (
	"os"
	"os/signal"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// children starts processes and reaps every child, its own and orphans, as process 1 has to. Nothing else in such a
// process may wait for children.
type children struct {
	lock    sync.Mutex
	waiting map[int]chan syscall.WaitStatus
}

func newChildren() *children {
	c := &children{waiting: map[int]chan syscall.WaitStatus{}}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, unix.SIGCHLD)
	go func() {
		for range signals {
			c.reap()
		}
	}()
	return c
}

// start returns a channel that yields the child's end once.
func (c *children) start(path string, argv []string, attributes *syscall.ProcAttr) (int, <-chan syscall.WaitStatus, error) {
	c.lock.Lock()
	defer c.lock.Unlock()
	pid, err := syscall.ForkExec(path, argv, attributes)
	if err != nil {
		return 0, nil, err
	}
	ended := make(chan syscall.WaitStatus, 1)
	c.waiting[pid] = ended
	return pid, ended, nil
}

func (c *children) reap() {
	c.lock.Lock()
	defer c.lock.Unlock()
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || pid <= 0 {
			return
		}
		if ended, ours := c.waiting[pid]; ours {
			ended <- status
			close(ended)
			delete(c.waiting, pid)
		}
	}
}

func exitCode(status syscall.WaitStatus) int {
	if status.Signaled() {
		return 128 + int(status.Signal())
	}
	return status.ExitStatus()
}
