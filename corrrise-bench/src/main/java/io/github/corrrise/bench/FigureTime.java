package io.github.corrrise.bench;

import io.github.corrrise.cli.command.TimeBudget;

/** How long a figure takes where nobody says: short enough to be run on the way. */
final class FigureTime {
    private static final double MINUTES = 2;

    private FigureTime() {}

    /** The option of every figure. */
    static TimeBudget budget() {
        return TimeBudget.ofMinutes(MINUTES);
    }
}
