package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// programFolder is where a machine finds this program; its stand-in for systemctl is a link to it.
const (
	programFolder  = "/opt/bed"
	machineControl = "/run/bed"
)

// systemFolders are shown from the host, read-only; where the host has symbolic links, so has the machine.
var systemFolders = []string{"usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32"}

var machineFolders = []string{
	"dev/pts", "dev/shm", "etc/default", "etc/kubernetes", "etc/systemd/system", "opt/bed", "proc", "root", "run/lock",
	"sys", "tmp", "var/lib/etcd", "var/lib/kubelet", "var/lib/nodejoin", "var/log", "var/tmp",
}

// copiedFromHost are parts of /etc without which programs of the host do not run: the linker's cache, certificates,
// names of users, and the links of Debian's alternatives and Java runtimes.
var copiedFromHost = []string{
	"alternatives", "ca-certificates", "ca-certificates.conf", "group", "java*", "ld.so.cache", "ld.so.conf", "ld.so.conf.d",
	"localtime", "nsswitch.conf", "os-release", "passwd", "pki", "protocols", "services", "ssl",
}

var devices = []string{"null", "zero", "full", "random", "urandom", "tty"}

// buildRoot puts a private root directory, all in memory, under this process.
func buildRoot(spec MachineSpec) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	root := filepath.Dir(spec.Logs)
	logs, err := os.Open(spec.Logs)
	if err != nil {
		return err
	}
	defer logs.Close()
	if err := unix.Mount("tmpfs", root, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=755"); err != nil {
		return fmt.Errorf("mount a root directory: %w", err)
	}
	steps := []func(string, MachineSpec) error{makeFolders, showSystem, showProc, makeDevices, copyFromHost, writeIdentity, showMounts, writeFiles}
	for _, step := range steps {
		if err := step(root, spec); err != nil {
			return err
		}
	}
	if err := unix.Mount(fmt.Sprintf("/proc/self/fd/%d", logs.Fd()), filepath.Join(root, "var/log"), "", unix.MS_BIND, ""); err != nil {
		return fmt.Errorf("mount /var/log: %w", err)
	}
	return changeRoot(root)
}

func changeRoot(root string) error {
	if err := os.Chdir(root); err != nil {
		return err
	}
	if err := unix.PivotRoot(".", "."); err != nil {
		return fmt.Errorf("change the root directory: %w", err)
	}
	if err := unix.Unmount(".", unix.MNT_DETACH); err != nil {
		return fmt.Errorf("leave the old root directory: %w", err)
	}
	// A kubelet wants to pass mounts on.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_SHARED, ""); err != nil {
		return err
	}
	return os.Chdir("/")
}

func makeFolders(root string, _ MachineSpec) error {
	for _, folder := range machineFolders {
		if err := os.MkdirAll(filepath.Join(root, folder), 0o755); err != nil {
			return err
		}
	}
	for _, folder := range []string{"tmp", "var/tmp", "dev/shm"} {
		if err := os.Chmod(filepath.Join(root, folder), 0o777|fs.ModeSticky); err != nil {
			return err
		}
	}
	return errors.Join(
		os.Chmod(filepath.Join(root, "root"), 0o700),
		os.Symlink("../run", filepath.Join(root, "var/run")),
		os.Symlink("../run/lock", filepath.Join(root, "var/lock")))
}

func showSystem(root string, _ MachineSpec) error {
	for _, name := range systemFolders {
		if target, err := os.Readlink("/" + name); err == nil {
			if err := os.Symlink(target, filepath.Join(root, name)); err != nil {
				return err
			}
			continue
		}
		if err := show("/"+name, filepath.Join(root, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return show("/sys", filepath.Join(root, "sys"))
}

// showProc keeps /proc/sys read-only except for the network's part, which is the machine's own: root's kubelet would
// otherwise set kernel parameters of the whole host.
func showProc(root string, _ MachineSpec) error {
	proc := filepath.Join(root, "proc")
	if err := unix.Mount("proc", proc, "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mount a fresh /proc: %w", err)
	}
	for _, name := range []string{"sys", "sysrq-trigger"} {
		if err := show(filepath.Join(proc, name), filepath.Join(proc, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	network := filepath.Join(proc, "sys/net")
	if err := unix.Mount(network, network, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("mount /proc/sys/net: %w", err)
	}
	return setWritable(network)
}

func makeDevices(root string, _ MachineSpec) error {
	dev := filepath.Join(root, "dev")
	for _, device := range devices {
		if err := bindFile("/dev/"+device, filepath.Join(dev, device)); err != nil {
			return err
		}
	}
	if err := unix.Mount("devpts", filepath.Join(dev, "pts"), "devpts", unix.MS_NOSUID|unix.MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620"); err != nil {
		return fmt.Errorf("mount /dev/pts: %w", err)
	}
	links := map[string]string{"ptmx": "pts/ptmx", "fd": "/proc/self/fd", "stdin": "/proc/self/fd/0", "stdout": "/proc/self/fd/1", "stderr": "/proc/self/fd/2"}
	for name, target := range links {
		if err := os.Symlink(target, filepath.Join(dev, name)); err != nil {
			return err
		}
	}
	return nil
}

func copyFromHost(root string, _ MachineSpec) error {
	for _, pattern := range copiedFromHost {
		found, err := filepath.Glob("/etc/" + pattern)
		if err != nil {
			return err
		}
		for _, path := range found {
			if err := copyTree(path, filepath.Join(root, path)); err != nil {
				return err
			}
		}
	}
	return nil
}

// copyTree leaves out what this user may not read, such as private keys.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		target := to + strings.TrimPrefix(path, from)
		switch {
		case errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case entry.IsDir():
			return os.MkdirAll(target, 0o755)
		case entry.Type() == fs.ModeSymlink:
			link, err := os.Readlink(path)
			if err != nil {
				return err
			}
			return os.Symlink(link, target)
		case !entry.Type().IsRegular():
			return nil
		}
		content, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		return os.WriteFile(target, content, 0o644)
	})
}

func writeIdentity(root string, spec MachineSpec) error {
	id := make([]byte, 16)
	_, _ = rand.Read(id)
	hosts := "127.0.0.1 localhost\n::1 localhost\n" + spec.Address + " " + spec.Name + "\n"
	for name, address := range spec.Hosts {
		hosts += address + " " + name + "\n"
	}
	contents := map[string]string{
		"etc/hostname":   spec.Name + "\n",
		"etc/hosts":      hosts,
		"etc/machine-id": hex.EncodeToString(id) + "\n",
		// Nobody answers there, but refuses at once, and every time: other addresses refuse once a second, and
		// resolvers wait five.
		"etc/resolv.conf": "nameserver 127.0.0.1\n",
	}
	for name, content := range contents {
		if err := os.WriteFile(filepath.Join(root, name), []byte(content), 0o644); err != nil {
			return err
		}
	}
	if err := unix.Sethostname([]byte(spec.Name)); err != nil {
		return err
	}
	if err := show(spec.Program, filepath.Join(root, programFolder, "bed")); err != nil {
		return err
	}
	return os.Symlink("bed", filepath.Join(root, programFolder, "systemctl"))
}

func showMounts(root string, spec MachineSpec) error {
	// Outer folders first, so that they do not hide inner ones.
	mounts := slices.Clone(spec.Mounts)
	slices.SortStableFunc(mounts, func(a, b Mount) int { return len(a.Target) - len(b.Target) })
	for _, mount := range mounts {
		target := filepath.Join(root, filepath.Clean("/"+mount.Target))
		if err := show(mount.Source, target); err != nil {
			return err
		}
		if mount.Writable {
			if err := setWritable(target); err != nil {
				return err
			}
		}
	}
	return nil
}

func writeFiles(root string, spec MachineSpec) error {
	for _, file := range spec.Files {
		path := filepath.Join(root, filepath.Clean("/"+file.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(file.Content), file.Mode); err != nil {
			return err
		}
	}
	for name, target := range spec.Links {
		path := filepath.Join(root, filepath.Clean("/"+name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.Symlink(target, path); err != nil {
			return err
		}
	}
	return nil
}

// show makes source, with everything mounted below it, visible as target and not writable there.
func show(source, target string) error {
	information, err := os.Stat(source)
	if err != nil {
		return err
	}
	if !information.IsDir() {
		if err := bindFile(source, target); err != nil {
			return err
		}
		return setAttributes(target, unix.MOUNT_ATTR_RDONLY, 0)
	}
	if err := os.MkdirAll(target, 0o755); err != nil {
		return err
	}
	if err := unix.Mount(source, target, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("show %s: %w", source, err)
	}
	return setAttributes(target, unix.MOUNT_ATTR_RDONLY, 0)
}

func bindFile(source, target string) error {
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	file, err := os.OpenFile(target, os.O_CREATE|os.O_RDONLY, 0o644)
	if err != nil && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	if err == nil {
		file.Close()
	}
	if err := unix.Mount(source, target, "", unix.MS_BIND, ""); err != nil {
		return fmt.Errorf("show %s: %w", source, err)
	}
	return nil
}

func setWritable(path string) error {
	return setAttributes(path, 0, unix.MOUNT_ATTR_RDONLY)
}

func setAttributes(path string, set, clear uint64) error {
	attributes := unix.MountAttr{Attr_set: set, Attr_clr: clear}
	if err := unix.MountSetattr(unix.AT_FDCWD, path, unix.AT_RECURSIVE, &attributes); err != nil {
		return fmt.Errorf("set the mount attributes of %s (Linux 5.12 or newer?): %w", path, err)
	}
	return nil
}
