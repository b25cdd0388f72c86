import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks what a release would publish: {@code java .ci/Published.java REPOSITORY VERSION}. Prints
 * every file with its size, and ends with status 1 and a line per fault where there are any.
 */
public final class Published {
    /** Artifacts, with the name of their module; nothing else may be published. */
    private static final Map<String, String> MODULES =
            new TreeMap<>(
                    Map.of(
                            "corrrise-core", "io.github.corrrise.core",
                            "corrrise-onnx", "io.github.corrrise.onnx",
                            "corrrise-djl", "io.github.corrrise.djl",
                            "corrrise-spark_2.13", "io.github.corrrise.spark",
                            "corrrise-cli", ""));

    /** Holds all that it needs: other notices than ours, and programs beside it. */
    private static final String PROGRAM = "corrrise-cli/";

    private static final List<String> ENDINGS =
            List.of(".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json", ".pom");

    private final List<String> faults = new ArrayList<>();
    private final Path repository;
    private final String version;

    private Published(Path repository, String version) {
        this.repository = repository;
        this.version = version;
    }

    public static void main(String[] arguments) throws IOException {
        Published published = new Published(Path.of(arguments[0]), arguments[1]);
        published.check();
        published.faults.forEach(fault -> System.err.println("FAULT " + fault));
        System.exit(published.faults.isEmpty() ? 0 : 1);
    }

    private void check() throws IOException {
        Path group = repository.resolve("io/github/corrrise");
        TreeSet<String> expected = new TreeSet<>();
        for (String module : MODULES.keySet()) {
            ENDINGS.forEach(ending -> expected.add(name(module, ending)));
        }
        for (String module : MODULES.keySet()) {
            // Nobody compiles against the program.
            if (!name(module, "").startsWith(PROGRAM)) {
                expected.add(name(module, ".module"));
            }
        }
        expected.add(name("corrrise-core", "-tests.jar"));
        // What the benchmarks and the pages take of the program.
        expected.add(name("corrrise-cli", "-classes.jar"));
        expected.add(name("corrrise-cli", "-tests.jar"));
        TreeSet<String> received = new TreeSet<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(repository)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        boolean signed = files.stream().anyMatch(file -> file.toString().endsWith(".asc"));
        for (Path file : files) {
            String name = group.relativize(file).toString().replace('\\', '/');
            if (name.matches(".*\\.(asc|md5|sha1|sha256|sha512)")
                    || name.contains("maven-metadata")) {
                continue;
            }
            received.add(name);
            require(!signed || Files.exists(Path.of(file + ".asc")), name + " is not signed");
            System.out.printf(Locale.ROOT, "%,11d %s%n", Files.size(file), name);
        }
        expected.stream()
                .filter(name -> !received.contains(name))
                .forEach(name -> faults.add(name + " is missing"));
        received.stream()
                .filter(name -> !expected.contains(name))
                .forEach(name -> faults.add(name + " must not be published"));
        for (String name : received) {
            Path file = group.resolve(name);
            if (name.endsWith(".pom")) {
                checkPom(name, Files.readString(file));
                checkMarker(name, Files.readString(file), received);
            } else if (name.endsWith(".module")) {
                checkGradle(name, Files.readString(file), group);
            } else if (name.endsWith(".jar")) {
                checkJar(name, file);
            } else if (name.endsWith(".json")) {
                checkBill(name, Files.readString(file));
            }
        }
        System.out.println(signed ? "signed" : "not signed");
    }

    private String name(String module, String ending) {
        return module + "/" + version + "/" + module + "-" + version + ending;
    }

    /** What Maven Central asks for, and nothing that a consumer could not resolve. */
    private void checkPom(String name, String pom) {
        for (String element :
                List.of("name", "description", "url", "license", "developer", "connection")) {
            require(pom.contains("<" + element + ">"), name + " has no " + element);
        }
        for (String element : List.of("parent", "dependencyManagement", "build", "repositories")) {
            require(!pom.contains("<" + element + ">"), name + " has a " + element);
        }
        require(!pom.contains("<scope>test</scope>"), name + " has dependencies of the tests");
        require(!pom.contains("${"), name + " has a property that is not resolved");
        require(!pom.contains("SNAPSHOT"), name + " names a snapshot");
        Matcher dependency = Pattern.compile("(?s)<dependency>(.*?)</dependency>").matcher(pom);
        while (dependency.find()) {
            String own = dependency.group(1).replaceAll("(?s)<exclusions>.*</exclusions>", "");
            require(own.contains("<version>"), name + " has a dependency without a version");
            require(
                    !own.contains("io.github.corrrise") || own.contains(version),
                    name + " depends on another version of the library");
        }
    }

    /** Gradle reads the metadata of its own where a comment in the POM says that there is some. */
    private void checkMarker(String name, String pom, TreeSet<String> received) {
        boolean marked = pom.contains("<!-- do_not_remove: published-with-gradle-metadata -->");
        require(
                marked == received.contains(name.replaceAll("\\.pom$", ".module")),
                name + " is wrong about metadata for Gradle");
    }

    /** Metadata for Gradle names the published jar, and the dependencies that the POM has. */
    private void checkGradle(String name, String metadata, Path group) throws IOException {
        String base = name.replaceAll("\\.module$", "");
        Path jar = group.resolve(base + ".jar");
        String pom = Files.readString(group.resolve(base + ".pom"));
        String module = name.substring(0, name.indexOf('/'));
        require(metadata.contains("\"formatVersion\": \"1.1\""), name + " has another format");
        require(
                metadata.replaceAll("\\s", "")
                        .contains(
                                "\"component\":{\"group\":\"io.github.corrrise\",\"module\":\""
                                        + module
                                        + "\",\"version\":\""
                                        + version
                                        + "\""),
                name + " is about another artifact");
        String[] variants = metadata.split("\"name\": \"(?=apiElements|runtimeElements)");
        require(variants.length == 3, name + " has not two variants");
        if (variants.length != 3) {
            return;
        }
        for (String variant : List.of(variants[1], variants[2])) {
            boolean api = variant.startsWith("api");
            require(
                    variant.contains(api ? "\"java-api\"" : "\"java-runtime\""),
                    name + " has a variant for another use");
            require(
                    variant.contains("\"url\": \"" + jar.getFileName() + "\"")
                            && variant.contains("\"size\": " + Files.size(jar) + ",")
                            && variant.contains(sha256(jar)),
                    name + " names another jar");
            List<String> scopes = api ? List.of("compile") : List.of("compile", "runtime");
            Set<String> expected = dependencies(pom, scopes);
            Set<String> received = dependencies(variant);
            require(
                    expected.equals(received),
                    name + " depends on " + received + ", the POM on " + expected);
        }
    }

    private static Set<String> dependencies(String pom, List<String> scopes) {
        Set<String> found = new TreeSet<>();
        Matcher dependency = Pattern.compile("(?s)<dependency>(.*?)</dependency>").matcher(pom);
        while (dependency.find()) {
            String own = dependency.group(1).replaceAll("(?s)<exclusions>.*</exclusions>", "");
            if (scopes.contains(element(own, "scope"))
                    && !element(own, "optional").equals("true")) {
                found.add(
                        element(own, "groupId")
                                + ":"
                                + element(own, "artifactId")
                                + ":"
                                + element(own, "version"));
                Matcher exclusion =
                        Pattern.compile("(?s)<exclusion>(.*?)</exclusion>")
                                .matcher(dependency.group(1));
                while (exclusion.find()) {
                    String excluded = exclusion.group(1);
                    found.add(
                            "without "
                                    + element(excluded, "groupId")
                                    + ":"
                                    + element(excluded, "artifactId"));
                }
            }
        }
        return found;
    }

    private static Set<String> dependencies(String variant) {
        Set<String> found = new TreeSet<>();
        Matcher named =
                Pattern.compile(
                                "\"group\":\"([^\"]*)\",\"module\":\"([^\"]*)\""
                                        + "(?:,\"version\":\\{\"requires\":\"([^\"]*)\")?")
                        .matcher(variant.replaceAll("\\s", ""));
        while (named.find()) {
            String id = named.group(1) + ":" + named.group(2);
            found.add(named.group(3) == null ? "without " + id : id + ":" + named.group(3));
        }
        return found;
    }

    private static String element(String xml, String name) {
        Matcher element = Pattern.compile("<" + name + ">([^<]*)<").matcher(xml);
        return element.find() ? element.group(1) : "";
    }

    private static String sha256(Path file) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void checkJar(String name, Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            for (String legal : List.of("LICENSE", "NOTICE")) {
                byte[] ours = Files.readAllBytes(Path.of(legal));
                var entry = jar.getEntry("META-INF/" + legal);
                boolean equal =
                        entry != null
                                && (name.startsWith(PROGRAM) && legal.equals("NOTICE")
                                        || Arrays.equals(
                                                jar.getInputStream(entry).readAllBytes(), ours));
                require(equal, name + " lacks " + legal);
            }
            List<String> entries = jar.stream().map(Object::toString).toList();
            if (name.endsWith("-sources.jar")) {
                require(entries.stream().anyMatch(e -> e.endsWith(".java")), name + " is empty");
            } else if (name.endsWith("-javadoc.jar")) {
                require(entries.contains("index.html"), name + " has no first page");
                require(
                        entries.stream().noneMatch(e -> e.contains("/internal/")),
                        name + " shows internal packages");
            } else if (!name.endsWith("-tests.jar") && !name.startsWith(PROGRAM)) {
                checkLibrary(name, jar.getManifest(), entries);
            }
        }
    }

    private void checkLibrary(String name, Manifest manifest, List<String> entries) {
        var attributes = manifest.getMainAttributes();
        String module = MODULES.get(name.substring(0, name.indexOf('/')));
        require(
                module.equals(attributes.getValue("Automatic-Module-Name")),
                name + " has no module name " + module);
        require(
                version.equals(attributes.getValue("Implementation-Version")),
                name + " does not tell its version");
        require(
                entries.stream().noneMatch(e -> e.matches(".*(Test|Contract)(\\$.*)?\\.class")),
                name + " holds tests");
    }

    private void checkBill(String name, String bill) {
        int components = 0;
        Matcher component = Pattern.compile("\"bom-ref\"").matcher(bill);
        while (component.find()) {
            components++;
        }
        // The first one is the artifact itself.
        System.out.println("            " + (components - 1) + " components in " + name);
        require(components > 1, name + " names no component");
        require(bill.contains("\"CycloneDX\""), name + " is no bill of materials");
        for (String foreign : List.of("junit", "assertj", "archunit", "spark-sql", "picocli")) {
            require(
                    !bill.contains("/" + foreign)
                            || name.startsWith(PROGRAM) && foreign.equals("picocli"),
                    name + " names " + foreign);
        }
        require(
                bill.getBytes(StandardCharsets.UTF_8).length < 1_000_000,
                name + " is larger than 1 MB");
    }

    private void require(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
