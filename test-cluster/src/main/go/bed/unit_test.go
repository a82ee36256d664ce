package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestSplitFollowsQuotes(t *testing.T) {
	cases := map[string][]string{
		`a b`:             {"a", "b"},
		`  a	b  `:         {"a", "b"},
		`"a b" 'c "d"' e`: {"a b", `c "d"`, "e"},
		`a\ b "x\"y"`:     {"a b", `x"y`},
		`"" x`:            {"", "x"},
		``:                nil,
	}
	for line, want := range cases {
		got, err := split(line)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("split(%q) = %q, %v; want %q", line, got, err, want)
		}
	}
	if _, err := split(`"a`); err == nil {
		t.Error("an open quote was accepted")
	}
}

func TestExpandFollowsSystemd(t *testing.T) {
	environment := map[string]string{"MANY": "one two", "EMPTY": "", "ONE": "1"}
	cases := map[string][]string{
		"run $MANY end":      {"run", "one", "two", "end"},
		"run $EMPTY $ABSENT": {"run"},
		"run x${MANY}y":      {"run", "xone twoy"},
		"run $$HOME 50%%":    {"run", "$HOME", "50%"},
		"run a$ONE":          {"run", "a$ONE"},
	}
	for line, want := range cases {
		got, err := expand(line, environment)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("expand(%q) = %q, %v; want %q", line, got, err, want)
		}
	}
}

func TestADoubledSignIsNeverTakenForAVariable(t *testing.T) {
	environment := map[string]string{"NAME": "value"}
	cases := map[string]string{
		`"$${NAME}"`:        "${NAME}",
		`"$$NAME"`:          "$NAME",
		`"$$$${NAME}"`:      "$${NAME}",
		`"$$${NAME}"`:       "$value",
		`"%%{NAME} 5 %%%%"`: "%{NAME} 5 %%",
		`"${NAME"`:          "${NAME",
		`"a${NAME}b${NO}c"`: "avaluebc",
	}
	for line, want := range cases {
		if got, err := expand(line, environment); err != nil || !slices.Equal(got, []string{want}) {
			t.Errorf("expand(%s) = %q, %v; want %q", line, got, err, want)
		}
	}
}

func TestAUnitReadsItsEnvironmentFilesWhenItStarts(t *testing.T) {
	file := filepath.Join(t.TempDir(), "flags.env")
	unit := Unit{}
	text := "[Service]\n# words\nExecStart=/bin/run $FLAGS \\\n  $MORE\nEnvironment=\"MORE=from unit\"\nEnvironmentFile=-" + file + "\nRestart=always\nRestartSec=2\n"
	if err := unit.add([]byte(text)); err != nil {
		t.Fatal(err)
	}
	argv, _, err := unit.command(nil)
	if err != nil || !slices.Equal(argv, []string{"/bin/run", "from", "unit"}) {
		t.Fatalf("without the file: %q, %v", argv, err)
	}
	if err := os.WriteFile(file, []byte("FLAGS=\"--a --b=c\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	argv, environment, err := unit.command(map[string]string{"PATH": "/bin"})
	if err != nil || !slices.Equal(argv, []string{"/bin/run", "--a", "--b=c", "from", "unit"}) {
		t.Fatalf("with the file: %q, %v", argv, err)
	}
	if environment["PATH"] != "/bin" || !unit.restartAlways || unit.restartPause.Seconds() != 2 {
		t.Errorf("unit %+v, environment %v", unit, environment)
	}
}

func TestADropInTakesBackWhatTheUnitSaid(t *testing.T) {
	unit := Unit{}
	for _, text := range []string{"ExecStart=/bin/a\nEnvironment=A=1\n", "ExecStart=\nExecStart=/bin/b\nEnvironment=\n"} {
		if err := unit.add([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if unit.execStart != "/bin/b" || len(unit.environment) != 0 {
		t.Errorf("%+v", unit)
	}
}

func TestALineThatIsNoAssignmentIsRefused(t *testing.T) {
	unit := Unit{}
	if err := unit.add([]byte("ExecStart /bin/a\n")); err == nil {
		t.Error("it was accepted")
	}
}

func TestNamesAreHostNames(t *testing.T) {
	for _, good := range []string{"a", "worker-1", "1"} {
		if err := checkName(good); err != nil {
			t.Error(err)
		}
	}
	for _, bad := range []string{"", "-a", "a-", "A", "a/b", "..", "a.b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"} {
		if checkName(bad) == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

func TestAddressesAreDistinct(t *testing.T) {
	if first := addressOf(1); first != "10.88.0.10" {
		t.Errorf("the first machine has %s", first)
	}
	seen := map[string]bool{switchAddress: true}
	for machine := 1; machine <= maximumMachines; machine++ {
		address := addressOf(machine)
		if seen[address] {
			t.Fatalf("%s is used twice", address)
		}
		seen[address] = true
	}
}
