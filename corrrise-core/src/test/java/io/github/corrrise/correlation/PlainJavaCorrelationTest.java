package io.github.corrrise.correlation;

import io.github.corrrise.contract.CorrelationContract;

class PlainJavaCorrelationTest implements CorrelationContract {
    @Override
    public CorrelationKernel kernel() {
        return CorrelationKernel.PLAIN_JAVA;
    }

    @Override
    public boolean takesSoftMasks() {
        return true;
    }
}
