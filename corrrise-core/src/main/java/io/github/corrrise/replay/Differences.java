package io.github.corrrise.replay;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.saliency.DecisionClaims;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.PartShares;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What differs between a record and what was made now. */
final class Differences {
    private static final String NONE = "none";

    /** Of no influence on a map, or compared by what they made of it. */
    private static final Set<String> PASSED_OVER =
            Set.of("repeatedScore", "rates", "maskCount", "stopRule", "bothHidden");

    private final List<Replay.Difference> found = new ArrayList<>();

    private Differences() {}

    /**
     * How far two results are apart.
     *
     * @param identical whether they are the same bit by bit
     * @param largest of all numbers, relative where above 1
     * @param differences what is further apart than is tolerated
     */
    record Measured(boolean identical, double largest, List<Replay.Difference> differences) {}

    static List<Replay.Difference> joined(
            List<Replay.Difference> first,
            List<Replay.Difference> second,
            List<Replay.Difference> third) {
        return Stream.of(first, second, third).flatMap(List::stream).distinct().toList();
    }

    /** Of an explainer that was not rebuilt from the record. */
    static List<Replay.Difference> ofSettings(Provenance recorded, Provenance now) {
        Differences differences = new Differences();
        differences.add("method", recorded.method(), now.method());
        differences.add(
                "settings",
                withoutGallery(recorded.inputs().explainer()),
                withoutGallery(now.inputs().explainer()));
        return differences.found;
    }

    private static String withoutGallery(String description) {
        return description.replaceFirst(", of a gallery of \\d+$", "");
    }

    /** Of pictures that are not those of the record, with all that can be told without a run. */
    static List<Replay.Difference> ofPictures(
            Provenance recorded,
            Optional<Threshold> threshold,
            FaceVerifier verifier,
            FacePair pair) {
        Differences differences = new Differences();
        Optional<Provenance.Inputs.Crops> crops = recorded.inputs().crops();
        boolean probe = crops.map(each -> each.probe().equals(pair.probe().digest())).orElse(false);
        boolean reference =
                crops.map(each -> each.reference().equals(pair.reference().digest())).orElse(false);
        String which = probe ? "reference" : reference ? "probe" : "pictures";
        differences.found.add(new Replay.Difference(which, "those that were explained", "others"));
        differences.addRun(
                recorded,
                threshold,
                verifier.description(),
                verifier.threshold(),
                Provenance.Environment.of(verifier.origin()),
                LibraryVersion.VALUE);
        return differences.found;
    }

    /** Of what two runs say about themselves. */
    static List<Replay.Difference> ofCircumstances(Explanation kept, Explanation again) {
        Differences differences = new Differences();
        Provenance recorded = kept.provenance();
        Provenance now = again.provenance();
        differences.add("making of the probe", recorded.inputs().probe(), now.inputs().probe());
        differences.add(
                "making of the reference", recorded.inputs().reference(), now.inputs().reference());
        differences.addRun(
                recorded,
                kept.threshold(),
                now.verifier(),
                again.threshold(),
                now.environment(),
                now.libraryVersion());
        differences.addSettings(recorded.settings(), now.settings());
        differences.add("seed", recorded.seed(), now.seed());
        differences.add("masks taken", recorded.maskCount(), now.maskCount());
        return differences.found;
    }

    private void addRun(
            Provenance recorded,
            Optional<Threshold> threshold,
            String verifierNow,
            Optional<Threshold> thresholdNow,
            Provenance.Environment now,
            String libraryVersion) {
        FaceVerifier.Origin origin = recorded.environment().verifier();
        add("verifier", recorded.verifier(), verifierNow);
        add("model", told(origin.modelSha256()), told(now.verifier().modelSha256()));
        add("runtime", told(origin.runtime()), told(now.verifier().runtime()));
        add("provider", told(origin.provider()), told(now.verifier().provider()));
        add(
                "threshold",
                told(threshold.map(each -> Double.toString(each.value()))),
                told(thresholdNow.map(each -> Double.toString(each.value()))));
        add(
                "source of the threshold",
                told(origin.thresholdSource()),
                told(now.verifier().thresholdSource()));
        add("library", recorded.libraryVersion(), libraryVersion);
        add("Java", recorded.environment().java(), now.java());
    }

    private void addSettings(Map<String, String> recorded, Map<String, String> now) {
        Set<String> names = new TreeSet<>(recorded.keySet());
        names.addAll(now.keySet());
        names.removeAll(PASSED_OVER);
        for (String name : names) {
            add("setting " + name, recorded.getOrDefault(name, NONE), now.getOrDefault(name, NONE));
        }
    }

    private static String told(Optional<String> value) {
        return value.orElse(NONE);
    }

    private void add(String what, Object recorded, Object now) {
        if (!recorded.equals(now)) {
            found.add(new Replay.Difference(what, recorded.toString(), now.toString()));
        }
    }

    /** Of what was measured. What only one of both measured is not compared. */
    static Measured ofResults(Explanation kept, Explanation again) {
        Differences differences = new Differences();
        Optional<PartEffects> parts = kept.parts().filter(each -> again.parts().isPresent());
        Optional<PartEffects> partsAgain = again.parts().filter(each -> kept.parts().isPresent());
        boolean identical =
                kept.similarity() == again.similarity()
                        && kept.decision().equals(again.decision())
                        && kept.probe().equals(again.probe())
                        && kept.reference().equals(again.reference())
                        && parts.equals(partsAgain)
                        && kept.claims().equals(again.claims());
        double largest = apart(kept.similarity(), again.similarity());
        if (largest > Replay.TOLERANCE) {
            differences.add("similarity", kept.similarity(), again.similarity());
        }
        differences.add(
                "decision",
                told(kept.decision().map(Enum::name)),
                told(again.decision().map(Enum::name)));
        largest =
                Math.max(
                        largest,
                        differences.addMeasured(
                                "map of the probe", apart(kept.probe(), again.probe())));
        largest =
                Math.max(
                        largest,
                        differences.addMeasured(
                                "map of the reference",
                                apart(kept.reference(), again.reference())));
        if (parts.isPresent() && partsAgain.isPresent()) {
            largest =
                    Math.max(
                            largest,
                            differences.addMeasured(
                                    "effects of parts", apart(parts.get(), partsAgain.get())));
        }
        largest =
                Math.max(
                        largest,
                        differences.addMeasured(
                                "claims", apartClaims(kept.claims(), again.claims())));
        return new Measured(identical, largest, List.copyOf(differences.found));
    }

    private double addMeasured(String what, double largest) {
        if (!(largest <= Replay.TOLERANCE)) {
            found.add(
                    new Replay.Difference(
                            what,
                            "as it was",
                            largest == Double.POSITIVE_INFINITY
                                    ? "of another kind"
                                    : String.format(Locale.ROOT, "up to %.3g away", largest)));
        }
        return largest;
    }

    private static double apart(Optional<SaliencyMap> map, Optional<SaliencyMap> again) {
        if (map.isEmpty() && again.isEmpty()) {
            return 0;
        }
        return map.isPresent() && again.isPresent()
                ? apart(map.get(), again.get())
                : Double.POSITIVE_INFINITY;
    }

    private static double apart(SaliencyMap map, SaliencyMap again) {
        boolean alike =
                map.size().equals(again.size())
                        && map.scale().equals(again.scale())
                        && map.significance().isPresent() == again.significance().isPresent();
        if (!alike) {
            return Double.POSITIVE_INFINITY;
        }
        for (int pixel = 0; pixel < map.size().pixelCount(); pixel++) {
            int row = pixel / map.size().width();
            int column = pixel % map.size().width();
            if (map.isDefined(row, column) != again.isDefined(row, column)) {
                return Double.POSITIVE_INFINITY;
            }
        }
        double unit = Math.max(1, map.largestMagnitude());
        double values = apart(map.toArray(), again.toArray()) / unit;
        double errors =
                apart(
                                map.standardErrors().orElse(new float[0]),
                                again.standardErrors().orElse(new float[0]))
                        / unit;
        double bounds =
                map.significance().isPresent() && again.significance().isPresent()
                        ? apart(
                                map.significance().get().bound(),
                                again.significance().get().bound())
                        : 0;
        return Math.max(values, Math.max(errors, bounds));
    }

    private static double apart(float[] values, float[] again) {
        if (values.length != again.length) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        for (int i = 0; i < values.length; i++) {
            largest = Math.max(largest, Math.abs((double) values[i] - again[i]));
        }
        return largest;
    }

    private static double apart(PartEffects parts, PartEffects again) {
        if (!parts.parts().equals(again.parts())
                || parts.shares().isPresent() != again.shares().isPresent()) {
            return Double.POSITIVE_INFINITY;
        }
        double largest =
                Math.max(
                        apartEffects(parts.probe(), again.probe()),
                        Math.max(
                                apartEffects(parts.reference(), again.reference()),
                                apartEffects(parts.both(), again.both())));
        return parts.shares().isPresent() && again.shares().isPresent()
                ? Math.max(
                        largest,
                        Math.max(
                                apartShares(
                                        parts.shares().get().probe(), again.shares().get().probe()),
                                apartShares(
                                        parts.shares().get().reference(),
                                        again.shares().get().reference())))
                : largest;
    }

    /** One per part of the same partition. */
    private static double apartEffects(
            List<PartEffects.Effect> effects, List<PartEffects.Effect> again) {
        double largest = 0;
        for (int part = 0; part < effects.size(); part++) {
            largest =
                    Math.max(largest, apart(effects.get(part).effect(), again.get(part).effect()));
        }
        return largest;
    }

    private static double apartShares(List<PartShares.Share> shares, List<PartShares.Share> again) {
        double largest = 0;
        for (int part = 0; part < shares.size(); part++) {
            largest = Math.max(largest, apart(shares.get(part).share(), again.get(part).share()));
        }
        return largest;
    }

    private static double apartClaims(
            Optional<DecisionClaims> claims, Optional<DecisionClaims> again) {
        List<DecisionClaims.Claim> one = claims.map(DecisionClaims::claims).orElse(List.of());
        List<DecisionClaims.Claim> other = again.map(DecisionClaims::claims).orElse(List.of());
        if (one.size() != other.size()) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        for (int i = 0; i < one.size(); i++) {
            DecisionClaims.Claim claim = one.get(i);
            DecisionClaims.Claim now = other.get(i);
            if (claim.side() != now.side()
                    || claim.kind() != now.kind()
                    || !claim.share().equals(now.share())) {
                return Double.POSITIVE_INFINITY;
            }
            largest = Math.max(largest, apart(claim.similarity(), now.similarity()));
        }
        return largest;
    }

    private static double apart(double value, double again) {
        return Math.abs(value - again) / Math.max(1, Math.abs(value));
    }
}
