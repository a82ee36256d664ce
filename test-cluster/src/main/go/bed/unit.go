package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// unitFolder is where the machine's services are described, as for systemd.
const unitFolder = "/etc/systemd/system"

const (
	defaultRestartPause = 100 * time.Millisecond
	defaultStopTimeout  = 10 * time.Second
)

// Unit is the part of a systemd service unit that the stand-in understands (systemd.service(5), systemd.exec(5)).
type Unit struct {
	description      string
	execStart        string
	environment      []string
	environmentFiles []string
	restartAlways    bool
	restartPause     time.Duration
	stopTimeout      time.Duration
}

func unitFiles(name string) []string {
	main := filepath.Join(unitFolder, name+".service")
	if _, err := os.Stat(main); err != nil {
		return nil
	}
	dropIns, _ := filepath.Glob(main + ".d/*.conf")
	slices.Sort(dropIns)
	return append([]string{main}, dropIns...)
}

func readUnit(name string) (Unit, error) {
	unit := Unit{restartPause: defaultRestartPause, stopTimeout: defaultStopTimeout}
	files := unitFiles(name)
	if len(files) == 0 {
		return unit, fmt.Errorf("Unit %s.service could not be found.", name)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return unit, err
		}
		if err := unit.add(text); err != nil {
			return unit, fmt.Errorf("%s: %w", file, err)
		}
	}
	if unit.execStart == "" {
		return unit, fmt.Errorf("%s.service has no ExecStart=", name)
	}
	return unit, nil
}

func (u *Unit) add(text []byte) error {
	lines := bufio.NewScanner(bytes.NewReader(bytes.ReplaceAll(text, []byte("\\\n"), []byte(" "))))
	lines.Buffer(nil, maximumMessage)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' || line[0] == ';' || line[0] == '[' {
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if !ok {
			return fmt.Errorf("%q is not an assignment", line)
		}
		if err := u.set(strings.TrimSpace(key), strings.TrimSpace(value)); err != nil {
			return err
		}
	}
	return lines.Err()
}

// set assigns one directive; an empty value takes back what was said before, as in systemd.
func (u *Unit) set(key, value string) (err error) {
	switch key {
	case "Description":
		u.description = value
	case "ExecStart":
		u.execStart = value
	case "Environment":
		u.environment, err = appendWords(u.environment, value)
	case "EnvironmentFile":
		u.environmentFiles = append(u.environmentFiles, value)
		if value == "" {
			u.environmentFiles = nil
		}
	case "Restart":
		u.restartAlways = value == "always"
	case "RestartSec":
		u.restartPause, err = seconds(value)
	case "TimeoutStopSec":
		u.stopTimeout, err = seconds(value)
	}
	return err
}

func appendWords(list []string, value string) ([]string, error) {
	if value == "" {
		return nil, nil
	}
	words, err := split(value)
	return append(list, words...), err
}

func seconds(value string) (time.Duration, error) {
	if strings.TrimLeft(value, "0123456789") == "" {
		value += "s"
	}
	return time.ParseDuration(value)
}

// command gives the program, its arguments and its environment as they are now.
func (u *Unit) command(base map[string]string) (argv []string, environment map[string]string, err error) {
	environment = map[string]string{}
	for name, value := range base {
		environment[name] = value
	}
	assign(environment, u.environment)
	for _, file := range u.environmentFiles {
		path, optional := strings.CutPrefix(file, "-")
		text, err := os.ReadFile(path)
		if optional && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		for line := range strings.Lines(string(text)) {
			words, err := assignment(strings.TrimSpace(line))
			if err != nil {
				return nil, nil, fmt.Errorf("%s: %w", path, err)
			}
			assign(environment, words)
		}
	}
	argv, err = expand(u.execStart, environment)
	return argv, environment, err
}

// assignment reads a line of an environment file: unlike in a unit, a value may have blanks without quotes.
func assignment(line string) ([]string, error) {
	if line == "" || line[0] == '#' || line[0] == ';' {
		return nil, nil
	}
	name, value, ok := strings.Cut(line, "=")
	if !ok {
		return nil, fmt.Errorf("%q is not an assignment", line)
	}
	if quote := value[:min(1, len(value))]; quote == `"` || quote == `'` {
		words, err := split(value)
		return []string{name + "=" + strings.Join(words, " ")}, err
	}
	return []string{name + "=" + value}, nil
}

func assign(environment map[string]string, assignments []string) {
	for _, each := range assignments {
		if name, value, ok := strings.Cut(each, "="); ok {
			environment[name] = value
		}
	}
}

// expand follows "Command lines" of systemd.service(5): a word $NAME becomes as many words as its value has, ${NAME}
// is replaced inside a word, $$ and %% stand for one sign.
func expand(line string, environment map[string]string) ([]string, error) {
	words, err := split(line)
	if err != nil {
		return nil, err
	}
	var result []string
	for _, word := range words {
		if name, ok := strings.CutPrefix(word, "$"); ok && name != "" && strings.Trim(name, nameCharacters) == "" {
			result = append(result, strings.Fields(environment[name])...)
			continue
		}
		result = append(result, replaced(word, environment))
	}
	return result, nil
}

const nameCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

// replaced goes through word once, so that what a doubled sign stands for is never taken for a variable.
func replaced(word string, environment map[string]string) string {
	var text strings.Builder
	for word != "" {
		name, after, closed := strings.Cut(strings.TrimPrefix(word, "${"), "}")
		switch {
		case strings.HasPrefix(word, "$$") || strings.HasPrefix(word, "%%"):
			text.WriteByte(word[0])
			word = word[2:]
		case strings.HasPrefix(word, "${") && closed:
			text.WriteString(environment[name])
			word = after
		default:
			text.WriteByte(word[0])
			word = word[1:]
		}
	}
	return text.String()
}

// split divides at blanks outside of quotes and takes quotes and backslashes away.
func split(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	quote, inWord := rune(0), false
	characters := []rune(line)
	for i := 0; i < len(characters); i++ {
		c := characters[i]
		switch {
		case c == '\\' && i+1 < len(characters):
			i++
			word.WriteRune(characters[i])
			inWord = true
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote, inWord = c, true
		case quote == 0 && (c == ' ' || c == '\t'):
			if inWord {
				words = append(words, word.String())
				word.Reset()
				inWord = false
			}
		default:
			word.WriteRune(c)
			inWord = true
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("a quote is not closed in %q", line)
	}
	if inWord {
		words = append(words, word.String())
	}
	return words, nil
}
