package io.github.corrrise.correlation;

import io.github.corrrise.contract.CorrelationContract;

class Nd4jCorrelationTest implements CorrelationContract {
    @Override
    public CorrelationKernel kernel() {
        return CorrelationKernel.ND4J;
    }

    @Override
    public boolean takesSoftMasks() {
        return true;
    }
}
