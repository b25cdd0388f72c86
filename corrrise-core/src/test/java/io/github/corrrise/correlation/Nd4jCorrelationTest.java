package io.github.corrrise.correlation;

import io.github.corrrise.contract.CorrelationContract;

class Nd4jCorrelationTest implements CorrelationContract {
    @Override
    public ScoreCorrelation.Kernel kernel() {
        return ScoreCorrelation.Kernel.ND4J;
    }

    @Override
    public boolean takesSoftMasks() {
        return true;
    }
}
