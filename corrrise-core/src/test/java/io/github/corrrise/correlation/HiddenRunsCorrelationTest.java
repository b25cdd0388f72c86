package io.github.corrrise.correlation;

import io.github.corrrise.contract.CorrelationContract;

class HiddenRunsCorrelationTest implements CorrelationContract {
    @Override
    public ScoreCorrelation.Kernel kernel() {
        return ScoreCorrelation.Kernel.HIDDEN_RUNS;
    }

    @Override
    public boolean takesSoftMasks() {
        return false;
    }
}
