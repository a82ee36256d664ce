// Command fakecri serves the CRI without containers: enough for a real kubelet to become Ready.
package main

import (
	"flag"
	"log"
	"os"
	"os/signal"
	"syscall"

	"k8s.io/cri-client/pkg/fake"
)

// imageSize is reported for every image; without a size pods end in ImageInspectError.
const imageSize = 1 << 20

func main() {
	listen := flag.String("listen", "unix:///run/containerd/containerd.sock", "socket to serve the CRI on")
	flag.Parse()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	runtime := fake.NewFakeRemoteRuntime()
	runtime.ImageService.SetFakeImageSize(imageSize)
	if err := runtime.Start(*listen); err != nil {
		log.Fatalf("cannot serve the CRI on %s: %v", *listen, err)
	}
	<-stop
	runtime.Stop()
}
