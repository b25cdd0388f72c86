package io.github.corrrise.passes;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.MaskBatch;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run has collected, mask by mask. Several threads may add different masks at once; what was
 * added is read when they have ended. A mask that no thread has added is not read as a score.
 */
final class TakenScores {
    private static final long MEBIBYTE = 1 << 20;

    private final MaskPlan plan;
    private final List<MaskScores.Line> names;
    private final double[][] lines;
    private final int[] strata;

    /** Of each mask that was added. */
    private final MaskBatch.@Nullable Form[] forms;

    /**
     * Room for the scores of a run.
     *
     * @throws IllegalArgumentException where they need more than half of the heap
     */
    TakenScores(MaskPlan plan, List<MaskScores.Line> names, int maskCount) {
        int lineCount = names.size();
        long mebibytes = (long) Double.BYTES * lineCount * maskCount / MEBIBYTE;
        long most = Runtime.getRuntime().maxMemory() / 2 / MEBIBYTE;
        if (mebibytes > most) {
            throw Checks.rejected(
                    "scores of " + lineCount + " lines x " + maskCount + " masks",
                    "at most " + most + " MiB, half of the heap",
                    mebibytes + " MiB");
        }
        this.plan = plan;
        this.names = names;
        this.lines = new double[lineCount][maskCount];
        this.strata = new int[maskCount];
        this.forms = new MaskBatch.Form[maskCount];
    }

    /**
     * Adds a batch of masks and their scores.
     *
     * @param scores [line][mask of the batch]
     */
    void add(MaskBatch masks, double[][] scores) {
        int first = Math.toIntExact(masks.firstIndex());
        for (int line = 0; line < lines.length; line++) {
            System.arraycopy(scores[line], 0, lines[line], first, masks.count());
        }
        for (int i = 0; i < masks.count(); i++) {
            int mask = first + i;
            forms[mask] = masks.form();
            strata[mask] = plan.fills().stratum(masks.stratum(i), mask);
        }
    }

    int lineCount() {
        return lines.length;
    }

    /**
     * The scores of a line.
     *
     * @param used masks from the first on, all of them added
     */
    double[] line(int line, int used) {
        requireScored(used);
        return Arrays.copyOf(lines[line], used);
    }

    /**
     * The scores with what is known of their masks.
     *
     * @param settled the lines, failures dealt with; taken over
     */
    MaskScores scores(FaceSize size, int used, double[][] settled) {
        requireScored(used);
        return new MaskScores(
                plan.masks(),
                size,
                plan.seed(),
                Arrays.copyOf(strata, used),
                MaskScores.formOf(Arrays.copyOf(forms, used)),
                names,
                settled);
    }

    private void requireScored(int used) {
        for (int mask = 0; mask < used; mask++) {
            if (forms[mask] == null) {
                throw new IllegalStateException(
                        "all of " + used + " masks must have been run, mask " + mask + " was not");
            }
        }
    }
}
