package io.github.corrrise.cli.judge;

import io.github.corrrise.Explainer;
import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.baseline.RunSettings;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.digest.Sha256;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Truth;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A control: the mean map of other persons' genuine pairs of the set, by the default explainer.
 * What a method gains over it is what a map says about <em>this</em> pair.
 *
 * <p>Persons are told by the faces of genuine pairs: two pairs that share a picture are of one
 * person. A face that no genuine pair of the set holds, such as the altered probe of a game, is of
 * nobody known, and the other face of its pair tells whom to leave out.
 *
 * <p>Each pair of the mean is explained once, with {@value #MASKS} masks, when it is first needed;
 * these passes are not in the counts of the pairs that are judged. For one thread.
 */
final class TypicalMap implements SaliencyExplainer, AutoCloseable {
    /** Other persons in a mean, at most; one pair of each. */
    private static final int PERSONS = 10;

    private static final int MASKS = 200;

    private final FaceVerifier verifier;
    private final List<LabelledPair> genuine;
    private final RunSettings run;
    private final Explainer explainer;
    private final Map<Integer, Maps> mapsOf = new HashMap<>();
    private final Map<String, Integer> personOf = new HashMap<>();
    private final List<Optional<Integer>> personOfPair = new ArrayList<>();

    private record Maps(SaliencyMap probe, SaliencyMap reference) {}

    /**
     * @param verifier stays the caller's
     * @param set the pairs that are judged; of these the genuine ones that can be read
     * @param run its seed and sides; how the mean of the others is drawn too
     */
    TypicalMap(FaceVerifier verifier, List<LabelledPair> set, RunSettings run) {
        this.verifier = verifier;
        this.genuine = set.stream().filter(pair -> pair.truth() == Truth.GENUINE).toList();
        this.run = run;
        this.explainer =
                Explainer.builder(verifier)
                        .maskCount(MASKS)
                        .seed(run.seed())
                        .sides(run.sides().toArray(Side[]::new))
                        .build();
    }

    @Override
    public Explanation explain(FacePair pair) {
        if (personOfPair.isEmpty()) {
            tellPersons();
        }
        List<Maps> ofOthers = ofOthers(personsOf(pair));
        SaliencyMap probe = mean(ofOthers.stream().map(Maps::probe).toList());
        SaliencyMap reference = mean(ofOthers.stream().map(Maps::reference).toList());
        return Baseline.fixed(probe, reference).on(verifier, run).explain(pair);
    }

    @Override
    public FaceVerifier verifier() {
        return verifier;
    }

    /** With a digest of the set: other pairs have another mean. */
    @Override
    public String description() {
        String names = genuine.stream().map(LabelledPair::name).toList().toString();
        return "typical map of up to "
                + PERSONS
                + " other persons of "
                + new Sha256().add(names).hex().substring(0, 16)
                + " by "
                + explainer.description();
    }

    @Override
    public void close() {
        explainer.close();
    }

    /** Pictures in common make pairs one person's, also by way of a third pair. */
    private void tellPersons() {
        List<Set<String>> facesOf = new ArrayList<>();
        for (LabelledPair pair : genuine) {
            Optional<FacePair> faces = read(pair);
            facesOf.add(faces.map(TypicalMap::digests).orElse(Set.of()));
        }
        for (int index = 0; index < facesOf.size(); index++) {
            int person = index;
            Set<Integer> joined = new HashSet<>();
            facesOf.get(index).forEach(face -> joined.add(personOf.getOrDefault(face, person)));
            facesOf.get(index).forEach(face -> personOf.put(face, person));
            personOf.replaceAll((face, before) -> joined.contains(before) ? person : before);
        }
        facesOf.forEach(faces -> personOfPair.add(faces.stream().findFirst().map(personOf::get)));
    }

    private Set<Integer> personsOf(FacePair pair) {
        Set<Integer> persons = new HashSet<>();
        for (String face : digests(pair)) {
            Optional.ofNullable(personOf.get(face)).ifPresent(persons::add);
        }
        return persons;
    }

    private List<Maps> ofOthers(Set<Integer> leftOut) {
        List<Maps> others = new ArrayList<>();
        Set<Integer> persons = new HashSet<>(leftOut);
        for (int index = 0; index < genuine.size() && others.size() < PERSONS; index++) {
            if (personOfPair.get(index).filter(persons::add).isPresent()) {
                others.add(mapsOf.computeIfAbsent(index, this::explained));
            }
        }
        if (others.isEmpty()) {
            throw new IllegalArgumentException(
                    "the pairs must hold a genuine pair of another person for a typical map, "
                            + genuine.size()
                            + " genuine pairs do not");
        }
        return others;
    }

    private Maps explained(int index) {
        Explanation why = explainer.explain(read(genuine.get(index)).orElseThrow());
        return new Maps(why.probe(), why.reference().orElse(why.probe()));
    }

    /** Empty where a picture cannot be had; the evaluation names it. */
    static Optional<FacePair> read(LabelledPair pair) {
        try {
            return Optional.of(pair.faces().get());
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static Set<String> digests(FacePair pair) {
        return new HashSet<>(List.of(pair.probe().digest(), pair.reference().digest()));
    }

    private static SaliencyMap mean(List<SaliencyMap> maps) {
        double[] sum = new double[maps.get(0).size().pixelCount()];
        for (SaliencyMap map : maps) {
            float[] values = map.toArray();
            for (int pixel = 0; pixel < sum.length; pixel++) {
                sum[pixel] += values[pixel];
            }
        }
        float[] mean = new float[sum.length];
        for (int pixel = 0; pixel < mean.length; pixel++) {
            mean[pixel] = (float) (sum[pixel] / maps.size());
        }
        return SaliencyMap.of(maps.get(0).size(), maps.get(0).scale(), mean);
    }
}
