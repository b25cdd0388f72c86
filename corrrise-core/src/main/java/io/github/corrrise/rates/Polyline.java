package io.github.corrrise.rates;

import java.util.function.DoubleUnaryOperator;

/** Straight lines between points whose places ascend; level outside. */
final class Polyline implements DoubleUnaryOperator {
    private final double[] places;
    private final double[] values;

    /** Keeps both arrays. */
    Polyline(double[] places, double[] values) {
        this.places = places;
        this.values = values;
    }

    @Override
    public double applyAsDouble(double place) {
        int from = Levels.below(places, place);
        if (from == 0) {
            return values[0];
        }
        if (from == places.length) {
            return values[places.length - 1];
        }
        double share = (place - places[from - 1]) / (places[from] - places[from - 1]);
        return values[from - 1] + share * (values[from] - values[from - 1]);
    }
}
