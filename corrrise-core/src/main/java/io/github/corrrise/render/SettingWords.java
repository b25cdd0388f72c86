package io.github.corrrise.render;

import io.github.corrrise.face.FaceSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The settings of a run in words. A provenance holds them as text, so that a file that is read
 * again tells the same; what no pattern here knows, such as masks of a caller's own, is shown as it
 * is.
 */
final class SettingWords {
    private static final String NUMBER = "(-?[0-9.]+(?:E-?[0-9]+)?)";

    private static final Pattern PATCHES =
            Pattern.compile(
                    "PatchMasks\\[patchCount=(\\d+), patchFraction="
                            + NUMBER
                            + "(, hasPoissonCount=true)?]");
    private static final Pattern MIXED = Pattern.compile("MixedMasks\\[parts=\\[(.*)]]");
    private static final Pattern GRID =
            Pattern.compile("GridMasks\\[cellCount=(\\d+), visibleProbability=" + NUMBER + "]");
    private static final Pattern COLOUR =
            Pattern.compile(
                    "Colour\\[red=" + NUMBER + ", green=" + NUMBER + ", blue=" + NUMBER + "]");
    private static final Pattern BLUR = Pattern.compile("Blur\\[sigmaFraction=" + NUMBER + "]");
    private static final Pattern NOISE = Pattern.compile("Noise\\[seed=(-?\\d+)]");
    private static final Pattern IMAGE =
            Pattern.compile("Image\\[(\\d+)x(\\d+), sha256 ([0-9a-f]+)]");
    private static final Pattern MEAN = Pattern.compile("Mean\\[]");
    private static final Pattern STOP =
            Pattern.compile("StopRule\\[(STANDARD_ERROR|RELIABILITY) " + NUMBER + "]");
    private static final Pattern RATES = Pattern.compile("(.*), sha256 ([0-9a-f]{16})[0-9a-f]{48}");
    private static final Pattern SHARES = Pattern.compile("(all|\\d+) coalitions, (.+)");
    private static final Pattern DIFFERS = Pattern.compile("differs by " + NUMBER);

    private final FaceSize size;

    private SettingWords(FaceSize size) {
        this.size = size;
    }

    /** A pattern and what is said where the whole text is of it. */
    private record Rule(Pattern pattern, Function<MatchResult, String> words) {}

    /**
     * The settings that have words, in the order of the provenance.
     *
     * @param size of the maps, in whose pixels a mask is told
     */
    static List<ReportPage.Fact> of(Map<String, String> settings, FaceSize size) {
        SettingWords words = new SettingWords(size);
        List<ReportPage.Fact> facts = new ArrayList<>();
        settings.forEach((key, value) -> words.fact(key, value).ifPresent(facts::add));
        return facts;
    }

    private Optional<ReportPage.Fact> fact(String key, String value) {
        return switch (key) {
            case "masks" -> told("Each mask hides", masks(value));
            case "fill" -> told("Hidden pixels are", fills(value));
            case "bothHidden" -> told("Score of a mask", bothHidden(value));
            case "failurePolicy" -> told("A face that cannot be scored", failure(value));
            case "stopRule" -> told("The run was to end", stop(value));
            case "correlation" -> told("Map", correlation(value));
            case "estimator" -> told("Estimate", estimator(value));
            case "rates" -> told("Score held against the pairs of", rates(value));
            case "shares" -> told("Shares of the parts", shares(value));
            case "repeatedScore" -> told("Whole faces scored again", repeated(value));
            case "method" -> told("Settings of the method", value);
            default -> Optional.empty();
        };
    }

    private static Optional<ReportPage.Fact> told(String key, String words) {
        return Optional.of(new ReportPage.Fact(key, words));
    }

    private String masks(String text) {
        Matcher mixed = MIXED.matcher(text);
        if (mixed.matches()) {
            return apart(mixed.group(1)).stream()
                            .map(this::masks)
                            .collect(Collectors.joining(" or "))
                    + ", in turn";
        }
        return first(
                text,
                new Rule(PATCHES, this::patches),
                new Rule(
                        GRID,
                        found ->
                                "smooth regions of a grid of "
                                        + found.group(1)
                                        + " \u00d7 "
                                        + found.group(1)
                                        + " cells, each visible with probability "
                                        + Numerals.percent(number(found, 2))));
    }

    private String patches(MatchResult found) {
        long side = Math.max(1, Math.round(number(found, 2) * size.shorterSide()));
        String count = Numerals.count(Long.parseLong(found.group(1)), "patch", "patches");
        return (found.group(3) == null ? count : "on average " + count)
                + " of "
                + side
                + " \u00d7 "
                + side
                + " pixels";
    }

    private static String fills(String text) {
        String turns = " in turn";
        if (!text.endsWith(turns)) {
            return fill(text);
        }
        return apart(text.substring(0, text.length() - turns.length())).stream()
                .map(SettingWords::fill)
                .collect(Collectors.joining("; ", "in turn: ", ""));
    }

    private static String fill(String text) {
        return first(
                text,
                new Rule(COLOUR, SettingWords::colour),
                new Rule(MEAN, found -> "of the face's mean colour"),
                new Rule(
                        BLUR,
                        found ->
                                "the face's own, blurred over "
                                        + Numerals.percent(number(found, 1))
                                        + " of its shorter side"),
                new Rule(NOISE, found -> "noise of seed " + found.group(1)),
                new Rule(
                        IMAGE,
                        found ->
                                "those of a picture of "
                                        + found.group(2)
                                        + " \u00d7 "
                                        + found.group(1)
                                        + " pixels (sha256 "
                                        + found.group(3)
                                        + ")"));
    }

    private static String colour(MatchResult found) {
        String values =
                whole(number(found, 1))
                        + ", "
                        + whole(number(found, 2))
                        + ", "
                        + whole(number(found, 3));
        return switch (values) {
            case "0, 0, 0" -> "black";
            case "255, 255, 255" -> "white";
            default -> "of the colour " + values + " (red, green, blue)";
        };
    }

    private static String bothHidden(String text) {
        double weight = Double.parseDouble(text);
        if (weight == 0) {
            return "one face masked, the other whole";
        }
        String both = "both faces under the same mask";
        return weight == 1
                ? both
                : Numerals.percent(1 - weight)
                        + " one face masked and the other whole, "
                        + Numerals.percent(weight)
                        + " "
                        + both;
    }

    private static String failure(String text) {
        return switch (text) {
            case "FAIL" -> "ends the run";
            case "SKIP" -> "is left out";
            case "LOWEST" -> "gets the lowest score of its side";
            default -> text;
        };
    }

    private static String stop(String text) {
        return first(
                text,
                new Rule(
                        STOP,
                        found ->
                                (found.group(1).equals("RELIABILITY")
                                                ? "at a reliability of "
                                                : "at a standard error of ")
                                        + Numerals.plain(number(found, 2))));
    }

    private static String correlation(String text) {
        return switch (text) {
            case "PEARSON" -> "correlation of a pixel's visibility with the score";
            case "RANKED_SCORES" ->
                    "correlation of a pixel's visibility with the rank of the score";
            default -> text;
        };
    }

    private static String estimator(String text) {
        return text.replace("ADJUSTED", "adjusted by a smooth model of the score")
                .replace("PLAIN", "plain, of the masks alone")
                .replace(", plain", "; plain")
                .replace("alone, ", "alone; ");
    }

    private static String rates(String text) {
        return first(
                text,
                new Rule(
                        RATES, found -> found.group(1) + " (sha256 " + found.group(2) + "\u2026)"));
    }

    private static String shares(String text) {
        return first(
                text,
                new Rule(
                        SHARES,
                        found ->
                                (found.group(1).equals("all")
                                                ? "every set of visible parts"
                                                : found.group(1) + " sets of visible parts a face")
                                        + ", hidden pixels "
                                        + fill(found.group(2))));
    }

    private static String repeated(String text) {
        return text.equals("equal")
                ? "the same score"
                : first(
                        text,
                        new Rule(
                                DIFFERS,
                                found ->
                                        "the score differs by "
                                                + Numerals.signed(number(found, 1))));
    }

    /** Of the first rule that fits; else the text. */
    private static String first(String text, Rule... rules) {
        for (Rule rule : rules) {
            Matcher matcher = rule.pattern().matcher(text);
            if (matcher.matches()) {
                return rule.words().apply(matcher.toMatchResult());
            }
        }
        return text;
    }

    /** What stands between commas outside brackets. */
    private static List<String> apart(String list) {
        List<String> items = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < list.length(); i++) {
            char letter = list.charAt(i);
            depth += letter == '[' ? 1 : letter == ']' ? -1 : 0;
            if (letter == ',' && depth == 0) {
                items.add(list.substring(from, i).strip());
                from = i + 1;
            }
        }
        items.add(list.substring(from).strip());
        return items;
    }

    private static double number(MatchResult found, int group) {
        return Double.parseDouble(found.group(group));
    }

    /** A channel's value; a fraction keeps its decimals. */
    private static String whole(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Numerals.plain(value);
    }
}
