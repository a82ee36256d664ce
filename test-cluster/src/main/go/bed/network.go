package main

import (
	"fmt"
	"net"
	"os"

	"github.com/vishvananda/netlink"
)

// Every bed uses the same addresses; each has a network of its own.
const (
	switchName    = "br0"
	switchAddress = "10.88.0.1"
	prefixLength  = 16
	// Machines are numbered from 1; the first gets 10.88.0.10.
	firstHost       = 9
	maximumMachines = 60000
)

func addressOf(machine int) string {
	host := machine + firstHost
	return fmt.Sprintf("10.88.%d.%d", host>>8, host&0xff)
}

func network(address string) *netlink.Addr {
	return &netlink.Addr{IPNet: &net.IPNet{IP: net.ParseIP(address), Mask: net.CIDRMask(prefixLength, 32)}}
}

// buildSwitch makes this network namespace a switch. It has no way out: no interface of the host is in it.
func buildSwitch() error {
	if err := raise("lo"); err != nil {
		return err
	}
	attributes := netlink.NewLinkAttrs()
	attributes.Name = switchName
	if err := netlink.LinkAdd(&netlink.Bridge{LinkAttrs: attributes}); err != nil {
		return fmt.Errorf("add the bridge %s (is the kernel module bridge there?): %w", switchName, err)
	}
	return bring(switchName, switchAddress)
}

// plugIn lays a cable from the switch to the network namespace of process pid, where its end is called eth0.
func plugIn(number, pid int) error {
	bridge, err := netlink.LinkByName(switchName)
	if err != nil {
		return err
	}
	attributes := netlink.NewLinkAttrs()
	attributes.Name = fmt.Sprintf("port%d", number)
	attributes.MasterIndex = bridge.Attrs().Index
	cable := &netlink.Veth{LinkAttrs: attributes, PeerName: "eth0", PeerNamespace: netlink.NsPid(pid)}
	if err := netlink.LinkAdd(cable); err != nil {
		return fmt.Errorf("add a veth pair (is the kernel module veth there?): %w", err)
	}
	return raise(attributes.Name)
}

// configureNetwork runs inside a machine.
func configureNetwork(address string) error {
	if err := raise("lo"); err != nil {
		return err
	}
	if err := bring("eth0", address); err != nil {
		return err
	}
	// The default route leads nowhere, but kubeadm wants one, and forwarding switched on.
	if err := netlink.RouteAdd(&netlink.Route{Gw: net.ParseIP(switchAddress)}); err != nil {
		return fmt.Errorf("add the default route: %w", err)
	}
	return os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0)
}

func bring(name, address string) error {
	link, err := netlink.LinkByName(name)
	if err != nil {
		return fmt.Errorf("find %s: %w", name, err)
	}
	if err := netlink.AddrAdd(link, network(address)); err != nil {
		return fmt.Errorf("give %s the address %s: %w", name, address, err)
	}
	return netlink.LinkSetUp(link)
}

func raise(name string) error {
	link, err := netlink.LinkByName(name)
	if err != nil {
		return fmt.Errorf("find %s: %w", name, err)
	}
	return netlink.LinkSetUp(link)
}
