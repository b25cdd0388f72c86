package io.github.corrrise.saliency;

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
