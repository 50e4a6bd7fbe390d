// SFTP operations by github.com/pkg/sftp: client PORT USER KEY, in the protocol of ScriptClient.
package main

import (
	"bufio"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

type operation func(client *sftp.Client, words []string) (string, error)

func done(work func(client *sftp.Client, words []string) error) operation {
	return func(client *sftp.Client, words []string) (string, error) {
		return "", work(client, words)
	}
}

func copied(to io.WriteCloser, from io.Reader) error {
	_, err := io.Copy(to, from)
	return errors.Join(err, to.Close())
}

func put(client *sftp.Client, file, path string) error {
	local, err := os.Open(file)
	if err != nil {
		return err
	}
	defer local.Close()
	remote, err := client.Create(path)
	if err != nil {
		return err
	}
	return copied(remote, local)
}

func get(client *sftp.Client, path, file string) error {
	remote, err := client.Open(path)
	if err != nil {
		return err
	}
	defer remote.Close()
	local, err := os.Create(file)
	if err != nil {
		return err
	}
	return copied(local, remote)
}

// Writes what a local file has from an offset on.
func addTo(client *sftp.Client, file, path string, flags int, from func(remote *sftp.File) (int64, error)) error {
	local, err := os.Open(file)
	if err != nil {
		return err
	}
	defer local.Close()
	remote, err := client.OpenFile(path, flags)
	if err != nil {
		return err
	}
	offset, err := from(remote)
	if err != nil {
		return err
	}
	if _, err := local.Seek(offset, io.SeekStart); err != nil {
		return err
	}
	return copied(remote, local)
}

func resumeDown(client *sftp.Client, path, file string) error {
	local, err := os.OpenFile(file, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	remote, err := client.Open(path)
	if err != nil {
		return err
	}
	defer remote.Close()
	found, err := local.Stat()
	if err != nil {
		return err
	}
	if _, err := remote.Seek(found.Size(), io.SeekStart); err != nil {
		return err
	}
	return copied(local, remote)
}

func putAsItIs(client *sftp.Client, file, path string) error {
	found, err := os.Stat(file)
	if err != nil {
		return err
	}
	return errors.Join(
		put(client, file, path),
		client.Chmod(path, found.Mode()),
		client.Chtimes(path, found.ModTime(), found.ModTime()))
}

func putTree(client *sftp.Client, tree, path string) error {
	return filepath.WalkDir(tree, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := path + strings.TrimPrefix(file, tree)
		if entry.IsDir() {
			return client.Mkdir(to)
		}
		return put(client, file, to)
	})
}

func getTree(client *sftp.Client, path, tree string) error {
	walker := client.Walk(path)
	for walker.Step() {
		if walker.Err() != nil {
			return walker.Err()
		}
		to := tree + strings.TrimPrefix(walker.Path(), path)
		var err error
		if walker.Stat().IsDir() {
			err = os.Mkdir(to, 0o777)
		} else {
			err = get(client, walker.Path(), to)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func renameWhileOpen(client *sftp.Client, file, before, after string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	remote, err := client.Create(before)
	if err != nil {
		return err
	}
	half := len(content) / 2
	_, first := remote.Write(content[:half])
	renamed := client.Rename(before, after)
	_, second := remote.Write(content[half:])
	return errors.Join(first, renamed, second, remote.Close())
}

var operations = map[string]operation{
	"put":     done(func(c *sftp.Client, w []string) error { return put(c, w[0], w[1]) }),
	"get":     done(func(c *sftp.Client, w []string) error { return get(c, w[0], w[1]) }),
	"mkdir":   done(func(c *sftp.Client, w []string) error { return c.Mkdir(w[0]) }),
	"rmdir":   done(func(c *sftp.Client, w []string) error { return c.RemoveDirectory(w[0]) }),
	"rm":      done(func(c *sftp.Client, w []string) error { return c.Remove(w[0]) }),
	"rename":  done(func(c *sftp.Client, w []string) error { return c.Rename(w[0], w[1]) }),
	"replace": done(func(c *sftp.Client, w []string) error { return c.PosixRename(w[0], w[1]) }),
	"symlink": done(func(c *sftp.Client, w []string) error { return c.Symlink(w[0], w[1]) }),
	"append": done(func(c *sftp.Client, w []string) error {
		return addTo(c, w[0], w[1], os.O_WRONLY|os.O_APPEND, func(*sftp.File) (int64, error) { return 0, nil })
	}),
	"resume-up": done(func(c *sftp.Client, w []string) error {
		return addTo(c, w[0], w[1], os.O_RDWR, func(remote *sftp.File) (int64, error) { return remote.Seek(0, io.SeekEnd) })
	}),
	"resume-down":       done(func(c *sftp.Client, w []string) error { return resumeDown(c, w[0], w[1]) }),
	"put-as-it-is":      done(func(c *sftp.Client, w []string) error { return putAsItIs(c, w[0], w[1]) }),
	"put-tree":          done(func(c *sftp.Client, w []string) error { return putTree(c, w[0], w[1]) }),
	"get-tree":          done(func(c *sftp.Client, w []string) error { return getTree(c, w[0], w[1]) }),
	"rename-while-open": done(func(c *sftp.Client, w []string) error { return renameWhileOpen(c, w[0], w[1], w[2]) }),
	"list": func(client *sftp.Client, words []string) (string, error) {
		found, err := client.ReadDir(words[0])
		var names []string
		for _, entry := range found {
			names = append(names, entry.Name())
		}
		return strings.Join(names, "\x00"), err
	},
}

func connect(port, user, keyFile string) (*sftp.Client, error) {
	text, err := os.ReadFile(keyFile)
	if err != nil {
		return nil, err
	}
	key, err := ssh.ParsePrivateKey(text)
	if err != nil {
		return nil, err
	}
	connection, err := ssh.Dial("tcp", "127.0.0.1:"+port, &ssh.ClientConfig{
		User:            user,
		Auth:            []ssh.AuthMethod{ssh.PublicKeys(key)},
		HostKeyCallback: ssh.InsecureIgnoreHostKey(),
	})
	if err != nil {
		return nil, err
	}
	return sftp.NewClient(connection)
}

func answer(client *sftp.Client, line string) (string, string) {
	var words []string
	for _, word := range strings.Split(line, " ") {
		decoded, err := base64.StdEncoding.DecodeString(word)
		if err != nil {
			return "failed", err.Error()
		}
		words = append(words, string(decoded))
	}
	work, known := operations[words[0]]
	if !known {
		return "none", "no command"
	}
	output, err := work(client, words[1:])
	if err != nil {
		return "failed", err.Error()
	}
	return "ok", output
}

func main() {
	client, err := connect(os.Args[1], os.Args[2], os.Args[3])
	if err != nil {
		panic(err)
	}
	defer client.Close()
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		result, output := answer(client, lines.Text())
		fmt.Println(result + " " + base64.StdEncoding.EncodeToString([]byte(output)))
	}
}
