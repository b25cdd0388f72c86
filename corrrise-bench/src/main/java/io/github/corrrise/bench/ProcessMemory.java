package io.github.corrrise.bench;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Memory of this process in MB, after a collection of garbage.
 *
 * @param residentMb resident memory, as Linux states it
 * @param heapMb live objects
 * @param directMb direct buffers
 */
record ProcessMemory(double residentMb, double heapMb, double directMb) {
    private static final double MEGABYTE = 1e6;

    /**
     * Reads it now; unused memory of the C library is given back before.
     *
     * @throws IOException on systems other than Linux
     */
    static ProcessMemory read() throws IOException {
        System.gc();
        System.gc();
        trim();
        double resident = 1024 * status("VmRSS");
        return new ProcessMemory(resident / MEGABYTE, heapMegabytes(), directMegabytes());
    }

    /**
     * Files, sockets and the like that this process holds open.
     *
     * @throws IOException on systems other than Linux
     */
    static double openFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    /**
     * Threads of this process, those of native libraries and of the JVM itself counted.
     *
     * @throws IOException on systems other than Linux
     */
    static double threads() throws IOException {
        return status("Threads");
    }

    private static double status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static double heapMegabytes() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE;
    }

    private static double directMegabytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum()
                / MEGABYTE;
    }

    /** Java 17.0.9 and later can; without it the readings spread more. */
    private static void trim() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            null,
                            null);
        } catch (JMException e) {
            return;
        }
    }
}
