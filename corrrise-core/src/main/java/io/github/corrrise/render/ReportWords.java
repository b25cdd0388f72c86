package io.github.corrrise.render;

import io.github.corrrise.face.FaceOrigin;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.Truth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a report says in words, beyond what its page says to everybody. */
final class ReportWords {
    /** Split-half reliability of all but the least steady maps of 500 masks by the default. */
    private static final double STEADY = 0.8;

    private ReportWords() {}

    static String sentence(Explanation why) {
        if (why.threshold().isEmpty()) {
            return "The verifier gives this pair a similarity of "
                    + Numerals.plain(why.similarity())
                    + ". It was given no threshold, so there is no decision.";
        }
        double threshold = why.threshold().get().value();
        String[] numbers = Numerals.apart(why.similarity(), threshold);
        Decision decision = why.threshold().get().decide(why.similarity());
        double distance = why.similarity() - threshold;
        return "The verifier gives this pair a similarity of "
                + numbers[0]
                + ", "
                + (distance == 0
                        ? "at"
                        : Numerals.plain(Math.abs(distance)) + (distance > 0 ? " above" : " below"))
                + " its threshold of "
                + numbers[1]
                + ", and so decides that the faces "
                + Words.predicate(decision)
                + ".";
    }

    static String truth(Explanation why, Truth truth) {
        return "Truth, as supplied: "
                + Words.persons(truth)
                + " ("
                + Words.truth(truth)
                + ")."
                + why.decision()
                        .map(made -> " The decision is a " + Words.outcome(made, truth) + ".")
                        .orElse("");
    }

    /** Which maps answer the first question, and how much stands in them. */
    static String readFirst(Explanation why) {
        if (why.decision().isEmpty()) {
            return "Look at both signs: the similarity maps show what raised the score, the"
                    + " dissimilarity maps what lowered it.";
        }
        boolean match = isMatch(why);
        String maps = match ? "similarity maps (orange)" : "dissimilarity maps (blue)";
        if (maps(why).anyMatch(map -> map.significance().isEmpty())) {
            return "What spoke for this decision stands in the " + maps + ".";
        }
        double probe = share(why.probe(), match);
        Optional<Double> reference = why.reference().map(map -> share(map, match));
        if (probe == 0 && reference.orElse(0.0) == 0) {
            return "Nothing in the "
                    + maps
                    + " is beyond chance: no region can be named that spoke for this decision.";
        }
        return "What spoke for this decision stands in the "
                + maps
                + ": "
                + Numerals.percent(probe)
                + " of the probe"
                + reference
                        .map(share -> " and " + Numerals.percent(share) + " of the reference")
                        .orElse("")
                + (reference.isPresent() ? " are" : " is")
                + " beyond chance there.";
    }

    private static double share(SaliencyMap map, boolean similar) {
        MapShares shares = MapShares.of(map);
        return similar ? shares.similar() : shares.dissimilar();
    }

    static String scaleNote(Explanation why) {
        return "The similarity is on the verifier's own scale and is not a probability."
                + (why.threshold().isPresent()
                        ? " How far it lies from the threshold is no measure of how sure the"
                                + " decision is."
                        : "");
    }

    static String meaningNote() {
        return "Ends in brackets and bounds are at 95 % confidence, for independent pairs like those"
                + " of the set. They tell how often such scores come up, and not how probable it is"
                + " that these faces are of one person. They hold for this one comparison: the best"
                + " of many comparisons scores high more often.";
    }

    static String mapsLead(Explanation why) {
        return "For each face: which of its regions go with a higher similarity (orange) and which"
                + " with a lower one (blue), over "
                + Numerals.count(why.provenance().maskCount(), "mask", "masks")
                + " that hid parts of it. Both faces are drawn on one scale of colours.";
    }

    /** What "beyond chance" means, after those words; empty where the method does not judge. */
    static Optional<String> chance(Explanation why) {
        return why.probe()
                .significance()
                .map(
                        chance ->
                                "a pixel's value reaches a bound that chance alone stays under"
                                        + " everywhere in the map, with probability "
                                        + Numerals.percent(1 - chance.level())
                                        + ". Statistics calls that significant at "
                                        + Numerals.percent(chance.level())
                                        + "; it says nothing of how much a pixel matters.");
    }

    static String seconds(Provenance.Timing timing) {
        return seconds(timing.total())
                + ", of which the verifier took "
                + seconds(timing.verifier());
    }

    private static String seconds(Duration time) {
        return Numerals.plain(time.toNanos() / 1e9);
    }

    static String uncertaintyLead(Explanation why) {
        return why.probe().standardErrors().isPresent()
                ? "Other masks would have given another map. The standard error says how far a"
                        + " value would typically move; twice the masks make it smaller by a"
                        + " factor of 1.4. It says nothing about another fill or another"
                        + " picture."
                : "Other masks would have given another map. This method does not say how far its"
                        + " values would move.";
    }

    /** What is known of how sure a map is, sentence by sentence. */
    static List<String> sureness(SaliencyMap map) {
        List<String> sentences = new ArrayList<>();
        map.standardErrors()
                .ifPresent(
                        errors -> {
                            Arrays.sort(errors);
                            sentences.add(
                                    "Standard error: median "
                                            + Numerals.plain(errors[errors.length / 2])
                                            + ", largest "
                                            + Numerals.plain(errors[errors.length - 1])
                                            + ".");
                        });
        map.significance()
                .ifPresent(
                        chance ->
                                sentences.add(
                                        (isByClusters(chance)
                                                        ? "Held against chance by clusters; the"
                                                                + " least value beyond it: "
                                                        : "Bound of chance: ")
                                                + Numerals.plain(chance.bound())
                                                + " at "
                                                + Numerals.percent(chance.level())
                                                + ", from "
                                                + Numerals.count(
                                                        chance.shuffleCount(),
                                                        "shuffle",
                                                        "shuffles")
                                                + " of the scores."));
        map.reliability().ifPresent(told -> sentences.addAll(reliability(told)));
        map.coverage()
                .ifPresent(
                        coverage -> {
                            Arrays.sort(coverage);
                            sentences.add(
                                    "A pixel was visible under "
                                            + Numerals.percent(coverage[0])
                                            + " to "
                                            + Numerals.percent(coverage[coverage.length - 1])
                                            + " of the masks.");
                        });
        if (map.undefinedCount() > 0) {
            sentences.add(
                    Numerals.count(map.undefinedCount(), "pixel is", "pixels are")
                            + " undefined: no mask told, since visibility never varied there.");
        }
        return sentences.isEmpty() ? List.of("The method says nothing about it.") : sentences;
    }

    /** How much of the scores the map explains, and how like it another run's would be. */
    private static List<String> reliability(SaliencyMap.Reliability told) {
        String explained =
                told.explained()
                        .map(
                                found ->
                                        "The additive picture, each place for itself, accounts for "
                                                + (found.share() > 0
                                                        ? Numerals.percent(found.share())
                                                        : "nothing")
                                                + " of how the scores varied under masks that it"
                                                + " was not fitted to (standard error "
                                                + Numerals.percent(found.standardError())
                                                + ")."
                                                + (found.isLow() ? care(told) : ""))
                        .orElse(
                                "How much of the scores an additive picture accounts for is not"
                                        + " known: the method fits none, or no score differed.");
        String splitHalf =
                told.splitHalf().isPresent()
                        ? "The map of another seed is expected to correlate with this one by "
                                + Numerals.plain(told.splitHalf().getAsDouble())
                                + "."
                        : "How like this map that of another seed would be is not known: half of"
                                + " the masks give no map.";
        return List.of(explained, splitHalf);
    }

    /** Masks that give no steady map do not tell either what acts together. */
    private static String care(SaliencyMap.Reliability told) {
        return told.splitHalf().orElse(0) >= STEADY
                ? " The parts act together; read this map with care."
                : " The parts act together, or the masks were too few; read this map with care.";
    }

    static String barLabel(SaliencyMap map, double limit) {
        return "Colours of the "
                + map.scale().quantity()
                + " from "
                + Numerals.signed(-limit)
                + " in blue to "
                + Numerals.signed(limit)
                + " in orange"
                + map.significance()
                        .map(
                                chance ->
                                        (isByClusters(chance)
                                                        ? ", grey below the least value beyond"
                                                                + " chance, "
                                                        : ", grey between the bounds of chance at ")
                                                + Numerals.plain(chance.bound()))
                        .orElse("");
    }

    private static boolean isByClusters(SaliencyMap.Significance chance) {
        return chance.statistic() == SaliencyMap.Significance.Statistic.CLUSTER;
    }

    static String barCaption(SaliencyMap map) {
        return map.scale().quantity()
                + ": orange goes with a higher similarity, blue with a lower one"
                + (map.significance().isPresent()
                        ? "; grey, between the long marks, is not beyond chance"
                        : "")
                + (map.undefinedCount() > 0 ? "; hatched is undefined" : "")
                + ".";
    }

    /** A warning beside a face whose score means little. */
    static Optional<String> pictureNote(FaceOrigin origin) {
        return origin.isScaledWithoutAlignment()
                ? Optional.of(
                        "This picture was scaled to the model's size without alignment. Face models"
                                + " are trained on aligned faces: its score and its map may mean"
                                + " little.")
                : Optional.empty();
    }

    private static boolean isMatch(Explanation why) {
        return why.decision().filter(made -> made == Decision.MATCH).isPresent();
    }

    private static Stream<SaliencyMap> maps(Explanation why) {
        return Stream.concat(Stream.of(why.probe()), why.reference().stream());
    }
}
