package io.github.corrrise.contract;

/** A law of a contract in one line, so that a failure says what was broken before it says how. */
final class Law {
    private static final int LONGEST = 300;

    private Law() {}

    /** What a law is checked by. */
    @FunctionalInterface
    interface Check {
        void run() throws Exception;
    }

    /**
     * Runs a check.
     *
     * @param law what must hold
     * @throws AssertionError where it does not: the law, what was found, and the failure as the
     *     cause
     */
    static void holds(String law, Check check) {
        try {
            check.run();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("broken: " + law + ". Found: " + found(e), e);
        }
    }

    private static String found(Throwable failure) {
        String message = failure.getMessage();
        String told =
                failure instanceof AssertionError && message != null ? message : failure.toString();
        String line = told.strip().replaceAll("\\s+", " ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + " ..." : line;
    }
}
