package io.github.corrrise.djl;

import io.github.corrrise.saliency.Progress;
import java.util.Objects;

/**
 * Shows how far a run is on a progress indicator of DJL, {@code ai.djl.training.util.ProgressBar}
 * for example.
 *
 * <p>Once the whole faces of a run are scored, the indicator is reset to the run's passes; after
 * every report it is told the position of the last pass, counted from 0 as DJL does; after the last
 * pass of all masks it is told the end. It is not told the end of a run that a stop rule, a time
 * budget or a failure ends before. Consecutive runs are shown one after another. Safe for use by
 * several threads, though runs at once would share one indicator.
 *
 * @since 0.1.0
 */
public final class DjlProgress implements Progress {
    private final String message;
    private final ai.djl.util.Progress indicator;
    private long lastDone;
    private long lastTotal;

    private DjlProgress(String message, ai.djl.util.Progress indicator) {
        this.message = message;
        this.indicator = indicator;
    }

    /**
     * Shows runs on an indicator.
     *
     * @param message what stands before the bar; DJL's own cuts it to 12 characters
     * @param indicator told from whichever thread ran a batch, by one at a time
     */
    public static DjlProgress of(String message, ai.djl.util.Progress indicator) {
        return new DjlProgress(
                Objects.requireNonNull(message, "message"),
                Objects.requireNonNull(indicator, "indicator"));
    }

    @Override
    public synchronized void update(long passesDone, long passesTotal) {
        if (passesTotal != lastTotal || passesDone <= lastDone) {
            indicator.reset(message, passesTotal);
        }
        lastDone = passesDone;
        lastTotal = passesTotal;
        if (passesDone < passesTotal) {
            indicator.update(passesDone - 1);
        } else {
            indicator.end();
        }
    }
}
