package io.github.corrrise.baseline;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.digest.Sha256;
import io.github.corrrise.internal.file.FileFailures;
import io.github.corrrise.render.ExplanationJson;
import io.github.corrrise.render.NpyFormat;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Maps that another tool made, read from files, so that they are judged as any method's are.
 *
 * <pre>{@code
 * GivenMaps.Builder theirs = GivenMaps.builder();
 * theirs.add(pair, Path.of("a.probe.npy"), Path.of("a.reference.npy"));
 * SaliencyExplainer explainer = theirs.build().on(verifier);
 * }</pre>
 *
 * <p>Which maps are a pair's is told by its two faces, pixel for pixel: they are found again
 * whatever a pair is called, and maps of a face are never taken for those of another. The
 * similarity is the verifier's, measured when a pair is asked about (a pass, or 2 with an
 * embedder).
 *
 * <p>A file ending in {@code .npy} holds a height x width array of little-endian 32-bit floats, as
 * {@link NpyFormat} reads it: signed, positive where seeing the pixel raises the similarity, in any
 * unit ({@code SaliencyMap.Scale} "given"). A method without a sign gives values of one sign. A
 * file ending in {@code .json} is an explanation of the same faces ({@link ExplanationJson}), of
 * which the maps are taken, with errors and significance where they have them.
 *
 * <p>Files are read and checked when they are added, and again when a pair is asked about; only
 * digests are kept between. The description has a digest of the files and of the faces they belong
 * to, so an evaluation that is continued with other maps is refused. Immutable; safe for use by
 * several threads as far as the verifier is.
 *
 * @since 0.1.0
 */
public final class GivenMaps implements Baseline {
    private static final String NPY = ".npy";
    private static final String JSON = ".json";
    private static final int DIGEST_DIGITS = 16;

    private static final SaliencyMap.Scale SCALE =
            new SaliencyMap.Scale("given", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** By the digests of both faces. */
    private final Map<String, Given> given;

    private final String digest;

    private GivenMaps(SortedMap<String, Given> given) {
        this.given = Map.copyOf(given);
        Sha256 all = new Sha256();
        given.forEach(
                (faces, maps) -> {
                    all.add(faces).add(maps.probe().digest());
                    all.add(maps.reference().map(MapFile::digest).orElse("none"));
                });
        this.digest = all.hex().substring(0, DIGEST_DIGITS);
    }

    /** A builder without maps. */
    public static Builder builder() {
        return new Builder();
    }

    /** The files of one pair. */
    private record Given(MapFile probe, Optional<MapFile> reference) {
        boolean isOfEqualMapsAs(Given other) {
            return probe.digest().equals(other.probe.digest())
                    && reference.map(MapFile::digest).equals(other.reference.map(MapFile::digest));
        }
    }

    /** A file and the digest of what it held when it was added. */
    private record MapFile(Path path, String digest) {
        static MapFile of(Path path) {
            try {
                byte[] bytes = Files.readAllBytes(path);
                return new MapFile(path, new Sha256().add(bytes).hex());
            } catch (IOException e) {
                String reason = Files.isDirectory(path) ? "a folder" : FileFailures.reason(e);
                throw new UncheckedIOException("cannot read " + path + ": " + reason, e);
            }
        }

        /** A file that was read once; empty where it is an explanation without such a map. */
        static Optional<MapFile> checked(Path path, FacePair pair, Side side) {
            MapFile file = of(path);
            return file.read(pair, side).map(map -> file);
        }

        static boolean isOf(Path path, String ending) {
            return path.toString().toLowerCase(Locale.ROOT).endsWith(ending);
        }

        /** The map of a side of these faces; empty where an explanation has none of it. */
        Optional<SaliencyMap> read(FacePair pair, Side side) {
            FaceSize size = (side == Side.PROBE ? pair.probe() : pair.reference()).size();
            if (isOf(path, NPY)) {
                return Optional.of(array(size));
            }
            if (isOf(path, JSON)) {
                Explanation why = ExplanationJson.read(path, pair);
                return side == Side.PROBE ? Optional.of(why.probe()) : why.reference();
            }
            throw Checks.rejected("map", "a file ending in " + NPY + " or " + JSON, path);
        }

        private SaliencyMap array(FaceSize size) {
            NpyFormat.Plane plane = NpyFormat.read(path);
            if (!plane.size().equals(size)) {
                throw Checks.rejected("map", "of size " + size, plane.size() + " in " + path);
            }
            try {
                return SaliencyMap.of(size, SCALE, plane.toArray());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
            }
        }

        /** As {@link #read}, of a file that is still the one that was added. */
        Optional<SaliencyMap> readAgain(FacePair pair, Side side) {
            if (!of(path).digest().equals(digest)) {
                throw Checks.rejected("map", "the one that was added", "changed in " + path);
            }
            return read(pair, side);
        }
    }

    /** 0: no mask is drawn. */
    @Override
    public int maskCount(FaceSize size) {
        return 0;
    }

    /**
     * Binds the maps to a verifier. Of a pair whose maps were not added, {@code explain} throws an
     * {@link IllegalArgumentException}; where a file has changed or gone since it was added, that
     * or an {@link UncheckedIOException}, which names it.
     *
     * @throws IllegalArgumentException where the reference is among the sides and a pair has no map
     *     of it
     */
    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        if (run.sides().contains(Side.REFERENCE)) {
            given.values().stream()
                    .filter(maps -> maps.reference().isEmpty())
                    .map(maps -> maps.probe().path().toString())
                    .min(String::compareTo)
                    .ifPresent(
                            path -> {
                                throw Checks.rejected(
                                        "sides",
                                        "PROBE alone where maps of references are missing",
                                        run.sides() + " with no map beside " + path);
                            });
        }
        return new Control(
                "given maps", this, verifier, run, (pair, side, seed) -> map(pair, side));
    }

    private SaliencyMap map(FacePair pair, Side side) {
        Given maps = given.get(key(pair));
        if (maps == null) {
            throw Checks.rejected(
                    "pair", "of two faces whose maps were added, as " + this, "another");
        }
        MapFile file = side == Side.PROBE ? maps.probe() : maps.reference().orElseThrow();
        return file.readAgain(pair, side).orElseThrow();
    }

    private static String key(FacePair pair) {
        return pair.probe().digest() + " " + pair.reference().digest();
    }

    /** For example {@code GivenMaps[40 pairs, 0123456789abcdef]}. */
    @Override
    public String toString() {
        return "GivenMaps[" + given.size() + " pairs, " + digest + "]";
    }

    /**
     * Collects the maps of pairs, one pair after another; it keeps no face. For one thread.
     *
     * @since 0.1.0
     */
    public static final class Builder {
        private final TreeMap<String, Given> given = new TreeMap<>();

        private Builder() {}

        /**
         * Adds the map of a probe or, if the file is an explanation, the maps that it has.
         *
         * @param pair the faces that it was made of
         * @param probe a file ending in {@code .npy} or {@code .json}
         * @throws UncheckedIOException where the file is missing, cannot be read, or is no array of
         *     32-bit floats or no explanation of these faces; the message names it
         * @throws IllegalArgumentException where the map has another size than its face or a value
         *     that is not finite, the file has another ending, or the same faces were added before
         *     with other maps
         */
        public Builder add(FacePair pair, Path probe) {
            MapFile ofProbe = MapFile.checked(probe, pair, Side.PROBE).orElseThrow();
            Optional<MapFile> ofReference =
                    MapFile.isOf(probe, JSON)
                            ? MapFile.checked(probe, pair, Side.REFERENCE)
                            : Optional.empty();
            return add(pair, new Given(ofProbe, ofReference));
        }

        /**
         * Adds the maps of both faces.
         *
         * @param pair the faces that they were made of
         * @param probe as {@link #add(FacePair, Path)} takes it
         * @param reference the same of the reference
         * @throws UncheckedIOException as {@link #add(FacePair, Path)}
         * @throws IllegalArgumentException as {@link #add(FacePair, Path)}, and where an
         *     explanation has no map of the reference
         */
        public Builder add(FacePair pair, Path probe, Path reference) {
            MapFile ofProbe = MapFile.checked(probe, pair, Side.PROBE).orElseThrow();
            Optional<MapFile> ofReference = MapFile.checked(reference, pair, Side.REFERENCE);
            if (ofReference.isEmpty()) {
                throw Checks.rejected("reference", "a file with a map of it", reference);
            }
            return add(pair, new Given(ofProbe, ofReference));
        }

        /**
         * Adds the maps that a folder has of a pair: {@code NAME.probe.npy} and, if it is there,
         * {@code NAME.reference.npy}; without the first, {@code NAME.json}.
         *
         * @param pair the faces that they were made of
         * @param folder where the files are
         * @param name of the pair
         * @throws UncheckedIOException as {@link #add(FacePair, Path)}, and where neither is there
         * @throws IllegalArgumentException as {@link #add(FacePair, Path)}
         */
        public Builder addFrom(Path folder, String name, FacePair pair) {
            Path probe = folder.resolve(name + ".probe" + NPY);
            Path reference = folder.resolve(name + ".reference" + NPY);
            Path explanation = folder.resolve(name + JSON);
            if (Files.exists(probe)) {
                return Files.exists(reference) ? add(pair, probe, reference) : add(pair, probe);
            }
            if (Files.exists(explanation)) {
                return add(pair, explanation);
            }
            String reason = "no such file, nor " + explanation.getFileName();
            throw new UncheckedIOException(
                    "cannot read " + probe + ": " + reason, new IOException(reason));
        }

        private Builder add(FacePair pair, Given maps) {
            Given before = given.putIfAbsent(key(pair), maps);
            if (before != null && !before.isOfEqualMapsAs(maps)) {
                throw Checks.rejected(
                        "maps of a pair",
                        "equal to those that were added before, " + before.probe().path(),
                        "others, " + maps.probe().path());
            }
            return this;
        }

        /**
         * The maps that were added.
         *
         * @throws IllegalArgumentException where there are none
         */
        public GivenMaps build() {
            Checks.atLeast(1, given.size(), "pairs with maps");
            return new GivenMaps(given);
        }
    }
}
