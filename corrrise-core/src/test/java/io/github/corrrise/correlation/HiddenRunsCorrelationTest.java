package io.github.corrrise.correlation;

import io.github.corrrise.contract.CorrelationContract;

class HiddenRunsCorrelationTest implements CorrelationContract {
    @Override
    public CorrelationKernel kernel() {
        return CorrelationKernel.HIDDEN_RUNS;
    }

    @Override
    public boolean takesSoftMasks() {
        return false;
    }
}
