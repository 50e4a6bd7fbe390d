// Copyright 2026 The Sallyport authors.
// SPDX-License-Identifier: Apache-2.0

// Gosftp is a small SFTP server on golang.org/x/crypto/ssh and github.com/pkg/sftp, the libraries of SFTPGo: a peer for the
// benchmarks. It takes any public key and shows the whole file system: for loopback only.
package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"log"
	"net"
	"os"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

func main() {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		log.Fatal(err)
	}
	config := &ssh.ServerConfig{
		PublicKeyCallback: func(ssh.ConnMetadata, ssh.PublicKey) (*ssh.Permissions, error) { return nil, nil },
	}
	config.Ciphers = []string{"aes128-gcm@openssh.com", "chacha20-poly1305@openssh.com", "aes128-ctr"}
	config.AddHostKey(signer)
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go serve(connection, config)
	}
}

func serve(connection net.Conn, config *ssh.ServerConfig) {
	defer connection.Close()
	_, channels, requests, err := ssh.NewServerConn(connection, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for offered := range channels {
		if offered.ChannelType() != "session" {
			offered.Reject(ssh.UnknownChannelType, "only sessions")
			continue
		}
		channel, requests, err := offered.Accept()
		if err != nil {
			return
		}
		go subsystem(channel, requests)
	}
}

func subsystem(channel ssh.Channel, requests <-chan *ssh.Request) {
	defer channel.Close()
	for request := range requests {
		isSftp := request.Type == "subsystem" && len(request.Payload) == 8 && string(request.Payload[4:]) == "sftp"
		request.Reply(isSftp, nil)
		if !isSftp {
			continue
		}
		go ssh.DiscardRequests(requests)
		server, err := sftp.NewServer(channel, sftp.WithAllocator())
		if err != nil {
			return
		}
		server.Serve()
		return
	}
}
