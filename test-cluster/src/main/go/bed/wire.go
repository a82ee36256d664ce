package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// A control socket keeps message boundaries (SOCK_SEQPACKET): one message is one JSON document, and open files
// may travel with it.
const (
	socketKind     = "unixpacket"
	maximumMessage = 1 << 20
	maximumFiles   = 3
)

// Reply answers every request; Error is a sentence for people.
type Reply struct {
	Error    string   `json:"error,omitempty"`
	Address  string   `json:"address,omitempty"`
	Machines []Listed `json:"machines,omitempty"`
	Output   string   `json:"output,omitempty"`
	ExitCode int      `json:"exitCode,omitempty"`
	Exited   bool     `json:"exited,omitempty"`
}

// Listed is a machine that runs.
type Listed struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

func send(connection *net.UnixConn, message any, files ...*os.File) error {
	text, err := json.Marshal(message)
	if err != nil {
		return err
	}
	var rights []byte
	if len(files) > 0 {
		descriptors := make([]int, len(files))
		for i, file := range files {
			descriptors[i] = int(file.Fd())
		}
		rights = unix.UnixRights(descriptors...)
	}
	_, _, err = connection.WriteMsgUnix(text, rights, nil)
	return err
}

// receive reads one message into it. The files that came along belong to the caller, also if the message is bad.
func receive(connection *net.UnixConn, message any) ([]*os.File, error) {
	text := make([]byte, maximumMessage)
	rights := make([]byte, unix.CmsgSpace(4*maximumFiles))
	n, rightsLength, flags, _, err := connection.ReadMsgUnix(text, rights)
	if err != nil {
		return nil, err
	}
	files, err := openFiles(rights[:rightsLength])
	if err != nil {
		return files, err
	}
	if flags&(unix.MSG_TRUNC|unix.MSG_CTRUNC) != 0 {
		return files, fmt.Errorf("a control message was longer than %d bytes or brought more than %d files", maximumMessage, maximumFiles)
	}
	return files, json.Unmarshal(text[:n], message)
}

func openFiles(rights []byte) ([]*os.File, error) {
	if len(rights) == 0 {
		return nil, nil
	}
	messages, err := unix.ParseSocketControlMessage(rights)
	if err != nil {
		return nil, err
	}
	var files []*os.File
	for i := range messages {
		descriptors, err := unix.ParseUnixRights(&messages[i])
		if err != nil {
			return files, err
		}
		for _, descriptor := range descriptors {
			files = append(files, os.NewFile(uintptr(descriptor), "received"))
		}
	}
	return files, nil
}

func closeAll(files []*os.File) {
	for _, file := range files {
		file.Close()
	}
}

// inFolder calls use with a short name for path: a socket's name may have 107 bytes at most, a folder's may have more.
func inFolder(path string, use func(shortName string) error) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer folder.Close()
	return use(fmt.Sprintf("/proc/self/fd/%d/%s", folder.Fd(), filepath.Base(path)))
}

func dial(path string) (connection *net.UnixConn, err error) {
	err = inFolder(path, func(name string) error {
		connection, err = net.DialUnix(socketKind, nil, &net.UnixAddr{Name: name, Net: socketKind})
		return err
	})
	return connection, err
}

func listen(path string) (listener *net.UnixListener, err error) {
	err = inFolder(path, func(name string) error {
		listener, err = net.ListenUnix(socketKind, &net.UnixAddr{Name: name, Net: socketKind})
		return err
	})
	if listener != nil {
		listener.SetUnlinkOnClose(false)
	}
	return listener, err
}

// ask sends one request over a new connection and waits for its reply.
func ask(path string, request any) (Reply, error) {
	var reply Reply
	connection, err := dial(path)
	if err != nil {
		return reply, err
	}
	defer connection.Close()
	if err := send(connection, request); err != nil {
		return reply, err
	}
	files, err := receive(connection, &reply)
	closeAll(files)
	if err == nil && reply.Error != "" {
		err = fmt.Errorf("%s", reply.Error)
	}
	return reply, err
}

// pair makes two connected sockets: one to keep, one to hand to a child process.
func pair() (mine *net.UnixConn, theirs *os.File, err error) {
	descriptors, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, err
	}
	kept := os.NewFile(uintptr(descriptors[0]), "kept")
	defer kept.Close()
	theirs = os.NewFile(uintptr(descriptors[1]), "handed over")
	mine, err = connectionOf(kept)
	return mine, theirs, err
}

func connectionOf(file *os.File) (*net.UnixConn, error) {
	connection, err := net.FileConn(file)
	if err != nil {
		return nil, err
	}
	return connection.(*net.UnixConn), nil
}
