package io.github.corrrise.cli.command;

import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.verify.VerifierException;
import io.github.corrrise.verify.adapter.ModelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** What a result depends on besides its options: library, runtime, Java, and models where named. */
public final class Versions implements IVersionProvider {
    private static final String ND4J = "org.nd4j.linalg.factory.Nd4j";

    @Spec private @Nullable CommandSpec command;

    /** Of the command that picocli enters. */
    public Versions() {}

    @Override
    public String[] getVersion() {
        List<String> lines = new ArrayList<>();
        lines.add("corrrise " + LibraryVersion.VALUE);
        lines.add(runtime());
        lines.add("ND4J " + (isThere(ND4J) ? "is" : "is not") + " on the class path");
        lines.add(
                "Java "
                        + System.getProperty("java.runtime.version")
                        + " on "
                        + System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.arch"));
        for (Path model : models()) {
            ModelFile file = ModelFile.readOnnx(FileNames.absolute(model));
            lines.add(file.name() + " SHA-256 " + file.sha256());
        }
        return lines.toArray(String[]::new);
    }

    private static String runtime() {
        try {
            return "ONNX Runtime " + OnnxFaceVerifier.runtimeVersion();
        } catch (VerifierException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private List<Path> models() {
        List<Path> models = new ArrayList<>();
        if (command != null && command.commandLine().getParseResult() != null) {
            for (String option : List.of("--model", "--detector")) {
                OptionSpec found = command.commandLine().getParseResult().matchedOption(option);
                if (found != null && found.getValue() instanceof Path file) {
                    models.add(file);
                }
            }
        }
        return models;
    }

    private static boolean isThere(String type) {
        try {
            Class.forName(type, false, Versions.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
