package io.github.corrrise.djl;

import ai.djl.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files that a loaded model's weights are in, for DJL tells the folder alone. */
final class ModelFiles {
    /*
     * Better one file too many than one too few: a file too many makes two descriptions of one
     * model, one too few gives two models one description.
     *
     * The engines of PyTorch and ONNX Runtime read one file. A model that the adapter loads itself
     * has the name of the model or of its folder, or "model.onnx", with or without the engine's
     * ending; whichever of them are there count. A model that came loaded may have been read under
     * another name, so every file with the ending counts, and parameters that a block of the
     * application's own has read. Other engines read several files, and which is their affair: the
     * whole folder counts.
     */
    private static final int MOST_FILES = 10_000;

    private ModelFiles() {}

    /**
     * The files in their order by path; empty where there are none, or too many for a folder of one
     * model.
     */
    static List<Path> in(Path folder, Model model, boolean loadedHere) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        String engine = model.getNDManager().getEngine().getEngineName();
        String ending =
                switch (engine) {
                    case "PyTorch" -> ".pt";
                    case "OnnxRuntime" -> ".onnx";
                    default -> "";
                };
        if (ending.isEmpty()) {
            return filesOf(folder, Integer.MAX_VALUE, "");
        }
        if (loadedHere) {
            List<Path> found =
                    Stream.of(model.getName(), String.valueOf(folder.getFileName()), "model")
                            .flatMap(name -> Stream.of(name, name + ending))
                            .distinct()
                            .map(folder::resolve)
                            .filter(Files::isRegularFile)
                            .sorted()
                            .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        List<Path> found =
                Stream.concat(
                                filesOf(folder, 1, ending).stream(),
                                filesOf(folder, 1, ".params").stream())
                        .sorted()
                        .toList();
        return found.isEmpty() ? filesOf(folder, 1, "") : found;
    }

    private static List<Path> filesOf(Path folder, int depth, String ending) {
        try (Stream<Path> all = Files.walk(folder, depth)) {
            List<Path> files =
                    all.filter(Files::isRegularFile)
                            .filter(file -> file.toString().endsWith(ending))
                            .sorted()
                            .limit(MOST_FILES + 1L)
                            .toList();
            return files.size() > MOST_FILES ? List.of() : files;
        } catch (IOException | UncheckedIOException e) {
            throw new UncheckedIOException(
                    "folder of a model cannot be read: " + folder,
                    e instanceof IOException own ? own : ((UncheckedIOException) e).getCause());
        }
    }
}
