package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestWhatAKilledBedLeftIsSweptAndARunningBedIsNot(t *testing.T) {
	root := filepath.Join(t.TempDir(), "beds")
	running := folderOf(t, root, "running")
	killed := folderOf(t, root, "killed")
	killed.lock.Close() // as the kernel does when a process dies
	next := folderOf(t, root, "")
	if _, err := os.Stat(killed.path); !os.IsNotExist(err) {
		t.Errorf("the folder of the killed bed is still there: %v", err)
	}
	want := []string{filepath.Base(next.path), filepath.Base(running.path)}
	if names, err := sweep(root); err != nil || !slices.Equal(names, want) {
		t.Errorf("%q are said to run, not %q (%v)", names, want, err)
	}
	if _, err := newFolder(root, "running"); err == nil {
		t.Error("a second bed of the same name was accepted")
	}
}

func folderOf(t *testing.T, root, name string) Folder {
	folder, err := newFolder(root, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = folder.remove() })
	return folder
}

func TestAFolderRunsUntilItIsRemoved(t *testing.T) {
	folder := folderOf(t, filepath.Join(t.TempDir(), "beds"), "one")
	if !runs(folder.path) {
		t.Error("it is taken for left over")
	}
	if err := folder.remove(); err != nil {
		t.Fatal(err)
	}
	if runs(folder.path) || runs(t.TempDir()) {
		t.Error("what is not there runs")
	}
}

func TestAFolderThatOthersMayEnterIsRefused(t *testing.T) {
	root := filepath.Join(t.TempDir(), "beds")
	if err := os.Mkdir(root, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := newFolder(root, ""); err == nil {
		t.Error("it was accepted")
	}
}

func TestALinkInTheFoldersPlaceIsRefused(t *testing.T) {
	place := t.TempDir()
	root := filepath.Join(place, "beds")
	if err := os.Symlink(place, root); err != nil {
		t.Fatal(err)
	}
	if _, err := newFolder(root, ""); err == nil {
		t.Error("it was accepted")
	}
}
