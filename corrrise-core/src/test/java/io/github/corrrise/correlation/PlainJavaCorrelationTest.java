package io.github.corrrise.correlation;

import io.github.corrrise.contract.CorrelationContract;

class PlainJavaCorrelationTest implements CorrelationContract {
    @Override
    public ScoreCorrelation.Kernel kernel() {
        return ScoreCorrelation.Kernel.PLAIN_JAVA;
    }

    @Override
    public boolean takesSoftMasks() {
        return true;
    }
}
