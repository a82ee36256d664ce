package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
)

func isTerminal(file *os.File) bool {
	_, err := unix.IoctlGetTermios(int(file.Fd()), unix.TCGETS)
	return err == nil
}

// executeOnTerminal gives the program a terminal of its own and relays between that and ours, which is raw meanwhile.
func executeOnTerminal(connection *net.UnixConn, execution Execution) int {
	execution.Terminal = true
	if execution.Environment["TERM"] == "" {
		execution.Environment["TERM"] = os.Getenv("TERM")
	}
	master, slave, err := openTerminal()
	if err != nil {
		complain(err)
		return clientFailure
	}
	defer master.Close()
	restore, err := makeRaw(os.Stdin)
	if err != nil {
		complain(err)
		return clientFailure
	}
	defer restore()
	followSize(master)
	go func() { _, _ = io.Copy(master, os.Stdin) }()
	shown := make(chan struct{})
	go func() { _, _ = io.Copy(os.Stdout, master); close(shown) }()
	code := converse(connection, execution, slave, slave, slave)
	slave.Close()
	<-shown
	return code
}

func openTerminal() (master, slave *os.File, err error) {
	master, err = os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return nil, nil, err
	}
	number, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		master.Close()
	}
	return master, slave, err
}

func makeRaw(file *os.File) (restore func(), err error) {
	descriptor := int(file.Fd())
	before, err := unix.IoctlGetTermios(descriptor, unix.TCGETS)
	if err != nil {
		return nil, err
	}
	raw := *before
	raw.Iflag &^= unix.IGNBRK | unix.BRKINT | unix.PARMRK | unix.ISTRIP | unix.INLCR | unix.IGNCR | unix.ICRNL | unix.IXON
	raw.Oflag &^= unix.OPOST
	raw.Lflag &^= unix.ECHO | unix.ECHONL | unix.ICANON | unix.ISIG | unix.IEXTEN
	raw.Cflag = raw.Cflag&^(unix.CSIZE|unix.PARENB) | unix.CS8
	raw.Cc[unix.VMIN], raw.Cc[unix.VTIME] = 1, 0
	if err := unix.IoctlSetTermios(descriptor, unix.TCSETS, &raw); err != nil {
		return nil, err
	}
	return func() { _ = unix.IoctlSetTermios(descriptor, unix.TCSETS, before) }, nil
}

// followSize gives the inner terminal the size of ours, now and whenever that changes.
func followSize(master *os.File) {
	resize := func() {
		if size, err := unix.IoctlGetWinsize(int(os.Stdout.Fd()), unix.TIOCGWINSZ); err == nil {
			_ = unix.IoctlSetWinsize(int(master.Fd()), unix.TIOCSWINSZ, size)
		}
	}
	changes := make(chan os.Signal, 1)
	signal.Notify(changes, unix.SIGWINCH)
	go func() {
		for range changes {
			resize()
		}
	}()
	resize()
}
