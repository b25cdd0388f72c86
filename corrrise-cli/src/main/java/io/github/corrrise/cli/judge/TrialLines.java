package io.github.corrrise.cli.judge;

import io.github.corrrise.evaluation.EditedPairGame;
import io.github.corrrise.evaluation.PatchGame;
import io.github.corrrise.evaluation.Pointing;
import io.github.corrrise.evaluation.RegionSwapGame;
import java.util.Base64;
import java.util.BitSet;
import java.util.OptionalDouble;

/**
 * Trials of games as lines of cells between commas, numbers such that reading gives back the same
 * bits. A comma or a line end in the name of a pair, which a quoted cell of a list may have, is
 * written as a percent sign and its code.
 */
final class TrialLines {
    private TrialLines() {}

    private static String written(String name) {
        return name.replace("%", "%25")
                .replace(",", "%2C")
                .replace("\n", "%0A")
                .replace("\r", "%0D");
    }

    private static String read(String name) {
        return name.replace("%0D", "\r")
                .replace("%0A", "\n")
                .replace("%2C", ",")
                .replace("%25", "%");
    }

    static String line(PatchGame.Placement trial) {
        return start(
                        trial.index(),
                        trial.pair(),
                        trial.cleanSimilarity(),
                        trial.similarity(),
                        trial.pointing())
                + String.join(",", "" + trial.top(), "" + trial.left(), "" + trial.side());
    }

    static PatchGame.Placement placement(String line) {
        String[] cells = cells(line, 11);
        return new PatchGame.Placement(
                Integer.parseInt(cells[0]),
                read(cells[1]),
                Integer.parseInt(cells[8]),
                Integer.parseInt(cells[9]),
                Integer.parseInt(cells[10]),
                Double.parseDouble(cells[2]),
                Double.parseDouble(cells[3]),
                pointing(cells));
    }

    static String line(RegionSwapGame.Swap trial) {
        return start(
                        trial.index(),
                        trial.pair(),
                        trial.cleanSimilarity(),
                        trial.similarity(),
                        trial.pointing())
                + String.join(
                        ",",
                        trial.region().name(),
                        cell(trial.falseShare()),
                        cell(trial.flippedAt()),
                        cell(trial.halfRestoredAt()));
    }

    static RegionSwapGame.Swap swap(String line) {
        String[] cells = cells(line, 12);
        return new RegionSwapGame.Swap(
                Integer.parseInt(cells[0]),
                read(cells[1]),
                RegionSwapGame.Region.valueOf(cells[8]),
                Double.parseDouble(cells[2]),
                Double.parseDouble(cells[3]),
                pointing(cells),
                number(cells[9]),
                number(cells[10]),
                number(cells[11]));
    }

    static String line(EditedPairGame.Edit trial) {
        return start(
                        trial.index(),
                        trial.pair(),
                        trial.cleanSimilarity(),
                        trial.similarity(),
                        trial.pointing())
                + String.join(
                        ",",
                        cell(trial.falseShare()),
                        Base64.getEncoder().encodeToString(trial.edited().toByteArray()));
    }

    static EditedPairGame.Edit edit(String line) {
        String[] cells = cells(line, 10);
        return new EditedPairGame.Edit(
                Integer.parseInt(cells[0]),
                read(cells[1]),
                BitSet.valueOf(Base64.getDecoder().decode(cells[9])),
                Double.parseDouble(cells[2]),
                Double.parseDouble(cells[3]),
                pointing(cells),
                number(cells[8]));
    }

    private static String start(
            int index, String pair, double cleanSimilarity, double similarity, Pointing pointing) {
        return String.join(
                        ",",
                        "" + index,
                        written(pair),
                        "" + cleanSimilarity,
                        "" + similarity,
                        "" + pointing.row(),
                        "" + pointing.column(),
                        "" + pointing.hit(),
                        "" + pointing.massShare())
                + ",";
    }

    private static Pointing pointing(String[] cells) {
        return new Pointing(
                Integer.parseInt(cells[4]),
                Integer.parseInt(cells[5]),
                Boolean.parseBoolean(cells[6]),
                Double.parseDouble(cells[7]));
    }

    private static String[] cells(String line, int count) {
        String[] cells = line.split(",", -1);
        if (cells.length != count) {
            throw new IllegalArgumentException(
                    "a trial must have " + count + " cells, was " + line);
        }
        return cells;
    }

    private static String cell(OptionalDouble value) {
        return value.isPresent() ? "" + value.getAsDouble() : "";
    }

    private static OptionalDouble number(String cell) {
        return cell.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(cell));
    }
}
