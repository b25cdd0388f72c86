package io.github.corrrise.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the pages to the code, and the code to its documentation. */
class DocumentationTest {
    private static final Path ROOT = Repository.ROOT;

    private static List<Path> pages() {
        return Repository.files(ROOT, ".md");
    }

    private static String name(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    @Nested
    class Code {
        private static final Pattern NAMED = Pattern.compile("<!-- (\\w+\\.java#[\\w-]+) -->");

        /** A Java block of a page: where it begins, what it is called and what stands in it. */
        private record Block(String page, int line, String name, String code) {}

        private static List<Block> blocks() {
            List<Block> blocks = new ArrayList<>();
            for (Path page : pages()) {
                List<String> lines = Repository.text(page).lines().toList();
                for (int i = 0; i < lines.size(); i++) {
                    if (!lines.get(i).strip().startsWith("```java")) {
                        continue;
                    }
                    Matcher named = NAMED.matcher(i == 0 ? "" : lines.get(i - 1).strip());
                    int end = i + 1;
                    while (!lines.get(end).strip().equals("```")) {
                        end++;
                    }
                    String code = String.join("\n", lines.subList(i + 1, end));
                    blocks.add(
                            new Block(
                                    name(page),
                                    i + 1,
                                    named.matches() ? named.group(1) : "",
                                    Regions.trimmed(code)));
                }
            }
            return blocks;
        }

        @Test
        void everyJavaBlockIsNamed() {
            assertThat(blocks()).isNotEmpty();
            assertThat(blocks())
                    .as("needs <!-- File.java#region --> in the line before")
                    .noneMatch(block -> block.name().isEmpty());
        }

        @Test
        void everyJavaBlockEqualsCodeThatCompiles() {
            Map<String, String> regions = Regions.all();
            for (Block block : blocks()) {
                String place = block.page() + ":" + block.line() + " shows " + block.name();
                assertThat(regions).as(place).containsKey(block.name());
                assertThat(block.code()).as(place).isEqualTo(regions.get(block.name()));
            }
        }

        @Test
        void everyRegionIsShown() {
            Set<String> shown = new HashSet<>();
            blocks().forEach(block -> shown.add(block.name()));
            assertThat(shown).containsAll(Regions.all().keySet());
        }
    }

    @Nested
    class Links {
        private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
        private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");
        private static final Pattern FILE =
                Pattern.compile("`([\\w./-]+\\.(?:java|md|xml|png|yml|json))`");

        /** What a run reads and writes, and what is named because it is not there. */
        private static final Set<String> ELSEWHERE =
                Set.of(
                        "probe.png",
                        "reference.png",
                        "why.png",
                        "results.json",
                        "curves-FILL.png",
                        "model.profile.json",
                        "module-info.java");

        @Test
        void everyRelativeLinkResolves() {
            for (Path page : pages()) {
                Matcher link = LINK.matcher(Repository.text(page));
                while (link.find()) {
                    String target = link.group(1);
                    if (target.contains(":")) {
                        continue;
                    }
                    String[] parts = target.split("#", 2);
                    Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
                    assertThat(file.normalize()).as(name(page) + " links to " + target).exists();
                    if (parts.length == 2) {
                        assertThat(anchors(file)).as(name(page)).contains(parts[1]);
                    }
                }
            }
        }

        @Test
        void noPageNamesAFileThatDoesNotExist() {
            for (Path page : pages()) {
                Matcher code = FILE.matcher(Repository.text(page));
                while (code.find()) {
                    String file = code.group(1);
                    if (ELSEWHERE.contains(file) || file.startsWith("target/")) {
                        continue;
                    }
                    assertThat(exists(page, file)).as(name(page) + " names " + file).isTrue();
                }
            }
        }

        private static boolean exists(Path page, String file) {
            return Files.exists(ROOT.resolve(file))
                    || Files.exists(page.resolveSibling(file))
                    || Repository.files(ROOT, file).stream().anyMatch(path -> path.endsWith(file));
        }

        /** What a heading is reached by: lower case, blanks as hyphens, punctuation dropped. */
        private static List<String> anchors(Path page) {
            List<String> anchors = new ArrayList<>();
            Matcher heading = HEADING.matcher(Repository.text(page));
            while (heading.find()) {
                anchors.add(
                        heading.group(1)
                                .strip()
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\w\\- ]", "")
                                .replace(' ', '-'));
            }
            return anchors;
        }
    }

    @Nested
    class Facts {
        @Test
        void pagesNameTheVersionThatIsBuilt() {
            Matcher built =
                    Pattern.compile("<version>([^<]+)</version>")
                            .matcher(Repository.text(ROOT.resolve("pom.xml")));
            assertThat(built.find()).isTrue();
            String version = built.group(1);
            assertThat(Repository.text(ROOT.resolve("README.md"))).contains(built.group());
            assertThat(Repository.text(ROOT.resolve("CHANGELOG.md"))).contains(version);
            Pattern dependency =
                    Pattern.compile(
                            "<artifactId>corrrise-[\\w.]+</artifactId>\\s*<version>([^<]+)</version>"
                                    + "|io\\.github\\.corrrise:corrrise-[\\w.]+:([\\w.-]+)");
            for (Path page : pages()) {
                Matcher named = dependency.matcher(Repository.text(page));
                while (named.find()) {
                    String name = named.group(1) == null ? named.group(2) : named.group(1);
                    assertThat(name)
                            .as(name(page) + " depends on " + named.group())
                            .isEqualTo(version);
                }
            }
        }

        /** One word, one meaning: the table has no term twice. */
        @Test
        void theGlossaryExplainsEachTermOnce() {
            Matcher row =
                    Pattern.compile("(?m)^\\| \\*\\*([^*]+)\\*\\*")
                            .matcher(Repository.text(ROOT.resolve("docs/glossary.md")));
            Set<String> terms = new TreeSet<>();
            while (row.find()) {
                assertThat(terms.add(row.group(1))).as(row.group(1)).isTrue();
            }
            assertThat(terms).hasSizeGreaterThan(10);
        }

        @Test
        void decisionRecordsAreNumberedWithoutGapsAndKeepTheirForm() {
            List<Path> records = pagesOf("docs/adr");
            assertThat(records).isNotEmpty();
            for (int i = 0; i < records.size(); i++) {
                assertThat(records.get(i).getFileName().toString())
                        .startsWith(String.format(Locale.ROOT, "%04d-", i + 1));
                assertThat(Repository.text(records.get(i)))
                        .contains("## Context", "## Decision", "## Consequences");
            }
        }

        /** An index that leaves a page out hides it. */
        @ParameterizedTest
        @ValueSource(strings = {"docs", "docs/adr", "docs/experiments"})
        void theIndexOfAFolderLinksToEveryPageInIt(String folder) {
            String index = Repository.text(ROOT.resolve(folder).resolve("README.md"));
            assertThat(pagesOf(folder))
                    .isNotEmpty()
                    .allSatisfy(page -> assertThat(index).contains("(" + page.getFileName() + ")"));
        }

        /** The pages of one folder without those of its subfolders, the index excepted. */
        private static List<Path> pagesOf(String folder) {
            Path root = ROOT.resolve(folder);
            return Repository.files(root, ".md").stream()
                    .filter(page -> root.equals(page.getParent()))
                    .filter(page -> !page.endsWith("README.md"))
                    .toList();
        }
    }

    @Nested
    class Javadoc {
        private static final List<String> LIBRARY =
                List.of("corrrise-core", "corrrise-onnx", "corrrise-djl", "corrrise-spark");

        @Test
        void everyPublicTypeAndMemberIsDocumented() throws IOException {
            List<Path> sources = new ArrayList<>();
            for (String module : LIBRARY) {
                sources.addAll(Repository.files(ROOT.resolve(module + "/src/main/java"), ".java"));
            }
            assertThat(sources).isNotEmpty();
            assertThat(undocumented(sources)).isEmpty();
        }

        @Test
        void everyPublicTypeTellsSinceWhen() throws IOException {
            Pattern publicType =
                    Pattern.compile(
                            "^public (?:\\w+ )*(?:class|interface|record|enum) ",
                            Pattern.MULTILINE);
            Map<String, Integer> seen = new HashMap<>();
            for (String module : LIBRARY) {
                for (Path source :
                        Repository.files(ROOT.resolve(module + "/src/main/java"), ".java")) {
                    String text = Files.readString(source);
                    if (!source.toString().contains("internal")
                            && publicType.matcher(text).find()) {
                        assertThat(text).as(source.toString()).contains("\n * @since ");
                        seen.merge(module, 1, Integer::sum);
                    }
                }
            }
            assertThat(seen).containsOnlyKeys(LIBRARY.toArray(String[]::new));
            // A stranger has to find the way: a further type needs a reason, and this number.
            assertThat(seen.get("corrrise-core")).isBetween(50, 103);
        }

        /** The test itself: what it must find, and what it must leave alone. */
        @Test
        void theCheckFindsWhatIsMissingAndNothingElse(@TempDir Path folder) throws IOException {
            Path source =
                    Files.writeString(
                            folder.resolve("Sample.java"),
                            """
                            public class Sample {
                                public Sample() {}
                                protected void inherited() {}
                                void ours() {}
                                @Override public String toString() { return ""; }
                                /** Said. */
                                public record Point(int row) { public int row() { return row; } }
                                /** Said. */
                                public enum Side { LEFT }
                                interface Hidden { void any(); }
                                public interface Seen { void any(); }
                                public static final int ONE = 1;
                            }
                            """);
            assertThat(undocumented(List.of(source)))
                    .containsExactlyInAnyOrder(
                            "Sample.java: Sample",
                            "Sample.java: Sample.<init>",
                            "Sample.java: Sample.inherited",
                            "Sample.java: Side.LEFT",
                            "Sample.java: Seen",
                            "Sample.java: Seen.any",
                            "Sample.java: Sample.ONE");
        }

        private static List<String> undocumented(List<Path> sources) throws IOException {
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            try (StandardJavaFileManager files =
                    compiler.getStandardFileManager(null, Locale.ROOT, null)) {
                JavacTask task =
                        (JavacTask)
                                compiler.getTask(
                                        null,
                                        files,
                                        null,
                                        List.of("-proc:none"),
                                        null,
                                        files.getJavaFileObjectsFromPaths(sources));
                DocTrees docs = DocTrees.instance(task);
                List<String> missing = new ArrayList<>();
                for (CompilationUnitTree unit : task.parse()) {
                    new Members(docs, missing).scan(unit, true);
                }
                return missing;
            }
        }

        /** Visits what a user can see; the argument says whether what is around it can be seen. */
        private static final class Members extends TreePathScanner<Void, Boolean> {
            private final DocTrees docs;
            private final List<String> missing;

            Members(DocTrees docs, List<String> missing) {
                this.docs = docs;
                this.missing = missing;
            }

            @Override
            public Void visitClass(ClassTree type, Boolean outerSeen) {
                boolean seen = outerSeen && isSeen(type.getModifiers());
                if (seen) {
                    require(type.getSimpleName().toString());
                }
                return super.visitClass(type, seen);
            }

            @Override
            public Void visitMethod(MethodTree method, Boolean seen) {
                boolean overrides =
                        method.getModifiers().getAnnotations().stream()
                                .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
                if (seen && isSeen(method.getModifiers()) && !overrides && !isAccessor(method)) {
                    require(owner().getSimpleName() + "." + method.getName());
                }
                return null;
            }

            @Override
            public Void visitVariable(VariableTree field, Boolean seen) {
                if (seen && isSeen(field.getModifiers())) {
                    require(owner().getSimpleName() + "." + field.getName());
                }
                return null;
            }

            private ClassTree owner() {
                return (ClassTree) getCurrentPath().getParentPath().getLeaf();
            }

            private boolean isSeen(ModifiersTree modifiers) {
                TreePath parent = getCurrentPath().getParentPath();
                boolean inInterface =
                        parent.getLeaf().getKind() == Tree.Kind.INTERFACE
                                && !modifiers.getFlags().contains(Modifier.PRIVATE);
                return inInterface
                        || modifiers.getFlags().contains(Modifier.PUBLIC)
                        || modifiers.getFlags().contains(Modifier.PROTECTED);
            }

            /** The accessor of a record's component is documented by the record's @param. */
            private boolean isAccessor(MethodTree method) {
                return owner().getKind() == Tree.Kind.RECORD
                        && method.getParameters().isEmpty()
                        && owner().getMembers().stream()
                                .anyMatch(
                                        member ->
                                                member instanceof VariableTree component
                                                        && component
                                                                .getName()
                                                                .equals(method.getName()));
            }

            private void require(String what) {
                if (docs.getDocCommentTree(getCurrentPath()) == null) {
                    Path source =
                            Path.of(
                                    getCurrentPath()
                                            .getCompilationUnit()
                                            .getSourceFile()
                                            .getName());
                    missing.add(source.getFileName() + ": " + what);
                }
            }
        }

        @Test
        void everyPackageSaysWhatBelongsInIt() throws IOException {
            for (String module : LIBRARY) {
                Path root = ROOT.resolve(module + "/src/main/java");
                Set<Path> packages = new TreeSet<>();
                Repository.files(root, ".java").forEach(file -> packages.add(file.getParent()));
                for (Path folder : packages) {
                    assertThat(folder.resolve("package-info.java")).exists();
                    try (Stream<String> lines = Files.lines(folder.resolve("package-info.java"))) {
                        assertThat(lines.findFirst().orElse("")).as(name(folder)).startsWith("/**");
                    }
                }
            }
        }
    }
}
