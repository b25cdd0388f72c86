package io.github.corrrise.baseline;

/** An embedding as a direction; one of length 0 points nowhere and has values 0. */
final class UnitVector {
    private final double[] values;
    private final double length;

    private UnitVector(double[] values, double length) {
        this.values = values;
        this.length = length;
    }

    static UnitVector of(float[] embedding) {
        double squareSum = 0;
        for (float value : embedding) {
            squareSum += (double) value * value;
        }
        double length = Math.sqrt(squareSum);
        double[] values = new double[embedding.length];
        for (int d = 0; d < values.length; d++) {
            values[d] = length > 0 ? embedding[d] / length : 0;
        }
        return new UnitVector(values, length);
    }

    /** Not to be written to. */
    double[] values() {
        return values;
    }

    double dot(UnitVector other) {
        return dot(other.values);
    }

    private double dot(double[] other) {
        double sum = 0;
        for (int d = 0; d < values.length; d++) {
            sum += values[d] * other[d];
        }
        return sum;
    }

    /**
     * The cotangent of the embedding whose direction this is, for the scalar product of that
     * direction with something held: (w - (w . u) u) / |e|; 0 for a length of 0.
     */
    float[] cotangent(double[] held) {
        float[] cotangent = new float[values.length];
        double along = dot(held);
        for (int d = 0; d < cotangent.length; d++) {
            cotangent[d] = length > 0 ? (float) ((held[d] - along * values[d]) / length) : 0f;
        }
        return cotangent;
    }
}
