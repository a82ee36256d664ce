package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"golang.org/x/sys/unix"
)

const (
	lockName    = "lock"
	controlName = "control"
)

// beddingName is what people and tests may call a bed or a machine: a host name of moderate length.
var beddingName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$`)

func checkName(name string) error {
	if beddingName.MatchString(name) {
		return nil
	}
	return fmt.Errorf("the name %q is not made of 1 to 40 of a-z, 0-9 and inner hyphens", name)
}

// Folder is where a bed keeps its sockets and logs. Whoever runs the bed holds its lock, so that an unlocked folder is
// known to be left over from a bed that was killed.
type Folder struct {
	path string
	lock *os.File
}

// newFolder makes a locked folder below root after sweeping what killed beds left there.
func newFolder(root, name string) (Folder, error) {
	if err := os.MkdirAll(root, 0o700); err != nil {
		return Folder{}, err
	}
	rootLock, err := lockRoot(root)
	if err != nil {
		return Folder{}, err
	}
	defer rootLock.Close()
	if _, err := sweep(root); err != nil {
		return Folder{}, err
	}
	path, err := makeFolder(root, name)
	if err != nil {
		return Folder{}, err
	}
	lock, err := lockFile(filepath.Join(path, lockName), 0)
	return Folder{path, lock}, err
}

// lockRoot keeps others from making and sweeping folders below root.
func lockRoot(root string) (*os.File, error) {
	if err := checkOwn(root); err != nil {
		return nil, err
	}
	return lockFile(filepath.Join(root, lockName), 0)
}

// checkOwn refuses a folder that somebody else has prepared: its place, below /tmp, is known to everybody.
func checkOwn(folder string) error {
	var information unix.Stat_t
	if err := unix.Lstat(folder, &information); err != nil {
		return err
	}
	if information.Mode&unix.S_IFMT != unix.S_IFDIR || int(information.Uid) != os.Geteuid() || information.Mode&0o077 != 0 {
		return fmt.Errorf("%s is not a folder that belongs to this user alone (mode 0700); delete it", folder)
	}
	return nil
}

func makeFolder(root, name string) (string, error) {
	if name == "" {
		return os.MkdirTemp(root, "bed-")
	}
	path := filepath.Join(root, name)
	err := os.Mkdir(path, 0o700)
	if errors.Is(err, os.ErrExist) {
		return "", fmt.Errorf("a bed named %s is running already", name)
	}
	return path, err
}

// sweep deletes what killed beds left below root and returns the names of the others, which run or are about to.
func sweep(root string) (running []string, err error) {
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if !entry.IsDir() {
			continue
		}
		path := filepath.Join(root, entry.Name())
		if runs(path) {
			running = append(running, entry.Name())
			continue
		}
		if err := os.RemoveAll(path); err != nil {
			return nil, err
		}
	}
	return running, nil
}

// runs tells whether somebody holds the lock of a bed's folder.
func runs(folder string) bool {
	lock, err := os.Open(filepath.Join(folder, lockName))
	if err != nil {
		return false
	}
	defer lock.Close()
	return errors.Is(unix.Flock(int(lock.Fd()), unix.LOCK_SH|unix.LOCK_NB), unix.EWOULDBLOCK)
}

func lockFile(path string, flags int) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(int(file.Fd()), unix.LOCK_EX|flags); err != nil {
		file.Close()
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return file, nil
}

// remove holds off whoever wants to make a folder of the same name until this one is gone.
func (f Folder) remove() error {
	defer f.lock.Close()
	rootLock, err := lockRoot(filepath.Dir(f.path))
	if err != nil {
		return err
	}
	defer rootLock.Close()
	return os.RemoveAll(f.path)
}

func machineFolder(bed, machine string) string {
	return filepath.Join(bed, "machines", machine)
}
