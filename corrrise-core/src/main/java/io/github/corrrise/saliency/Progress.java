package io.github.corrrise.saliency;

/**
 * Told how far a run is. Called after every batch, from whichever thread ran it but by one thread
 * at a time; keep it short, the passes wait. What it throws, checked exceptions of other languages
 * too, ends the run and comes out of it as it is.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress NONE = (passesDone, passesTotal) -> {};

    /**
     * Some passes are done.
     *
     * @param passesDone ascending, at most {@code passesTotal}
     * @param passesTotal what the run will take unless a time budget ends it
     */
    void update(long passesDone, long passesTotal);
}
