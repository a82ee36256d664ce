package dev.nodejoin.testcluster.bed;

import java.util.List;
import java.util.Map;

/** What a machine shall be like when it starts; the names are those of the Go program's JSON. */
public record MachineSpec(
        String name,
        String path,
        Map<String, String> hosts,
        List<Mount> mounts,
        List<TextFile> files,
        Map<String, String> links) {

    public MachineSpec {
        hosts = Map.copyOf(hosts);
        mounts = List.copyOf(mounts);
        files = List.copyOf(files);
        links = Map.copyOf(links);
    }

    /** A file or folder of the host that the machine sees. */
    public record Mount(String source, String target, boolean writable) {
        public static Mount readOnly(String source, String target) {
            return new Mount(source, target, false);
        }
    }

    /** A file that the machine has from the start. */
    public record TextFile(String path, String content, int mode) {
        public static TextFile readable(String path, String content) {
            return new TextFile(path, content, 0644);
        }
    }
}
