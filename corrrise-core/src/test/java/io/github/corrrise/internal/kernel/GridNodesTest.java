package io.github.corrrise.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridNodesTest {
    private static final int HEIGHT = 20;
    private static final int WIDTH = 16;

    /** Cells of one pixel, of the whole face and of more; high and wide ones. */
    @ParameterizedTest(name = "cells of {0} x {1}")
    @CsvSource({"1, 1", "3, 3", "4, 7", "5, 1", "1, 6", "20, 16", "33, 18"})
    void sumsAreThoseOfHatsAtTheNodes(int cellHeight, int cellWidth) {
        Random random = new Random(cellHeight * 100 + cellWidth);
        int[][] cells = new int[30][];
        int[][] nodes = new int[30][];
        for (int mask = 0; mask < cells.length; mask++) {
            cells[mask] = new int[] {cellHeight, cellWidth};
            nodes[mask] = nodes(random, mask % 7);
        }
        assertSums(cells, nodes, random);
    }

    /** Also those that no pixel is reached from. */
    @Test
    void nodesMayStandAnywhere() {
        int[][] cells = {{4, 3}, {4, 3}, {4, 3}};
        int[][] nodes = {
            {-3, -2, -4, 5, 5, -3, 100, 2, 2, 100, -100, 0, 0, -100},
            {HEIGHT + 2, WIDTH + 1, HEIGHT + 3, 1, 1, WIDTH + 2},
            {}
        };
        assertSums(cells, nodes, new Random(1));
    }

    @Test
    void cellsMayDifferFromMaskToMask() {
        Random random = new Random(5);
        int[][] cells = new int[24][];
        int[][] nodes = new int[24][];
        for (int mask = 0; mask < cells.length; mask++) {
            cells[mask] = new int[] {2 + mask % 3, 2 + mask % 2};
            nodes[mask] = nodes(random, 5);
        }
        assertSums(cells, nodes, random);
    }

    private static int[] nodes(Random random, int count) {
        int[] nodes = new int[2 * count];
        for (int node = 0; node < nodes.length; node += 2) {
            nodes[node] = random.nextInt(HEIGHT + 40) - 20;
            nodes[node + 1] = random.nextInt(WIDTH + 30) - 15;
        }
        return nodes;
    }

    private static void assertSums(int[][] cells, int[][] nodes, Random random) {
        int firstMask = 3;
        double[][] weights = new double[4][firstMask + cells.length + 2];
        double[][] given = new double[weights.length][HEIGHT * WIDTH];
        double[][] own = new double[weights.length][];
        double[] scale = new double[HEIGHT * WIDTH];
        Arrays.setAll(scale, p -> p % 5 == 0 ? 0 : random.nextDouble());
        double[][] expected = new double[weights.length][];
        double[] largest = new double[weights.length];
        for (int v = 0; v < weights.length; v++) {
            Arrays.setAll(weights[v], i -> random.nextGaussian());
            Arrays.setAll(given[v], p -> random.nextGaussian());
            own[v] = Arrays.copyOfRange(weights[v], firstMask, firstMask + cells.length);
            double[] sums = textbook(cells, nodes, own[v]);
            for (int p = 0; p < sums.length; p++) {
                largest[v] = Math.max(largest[v], Math.abs(sums[p]) * scale[p]);
                sums[p] += given[v][p];
            }
            expected[v] = sums;
        }
        GridNodes grids = new GridNodes(cells, nodes, HEIGHT, WIDTH);
        grids.addVisible(weights, firstMask, given);
        for (int v = 0; v < weights.length; v++) {
            assertThat(given[v]).containsExactly(expected[v], within(1e-10));
        }
        assertThat(grids.largestMagnitudes(own, scale)).containsExactly(largest, within(1e-10));
    }

    private static double[] textbook(int[][] cells, int[][] nodes, double[] weights) {
        double[] sums = new double[HEIGHT * WIDTH];
        for (int mask = 0; mask < cells.length; mask++) {
            for (int node = 0; node < nodes[mask].length; node += 2) {
                for (int p = 0; p < sums.length; p++) {
                    double down = (double) (p / WIDTH - nodes[mask][node]) / cells[mask][0];
                    double right = (double) (p % WIDTH - nodes[mask][node + 1]) / cells[mask][1];
                    sums[p] += weights[mask] * hat(down) * hat(right);
                }
            }
        }
        return sums;
    }

    private static double hat(double t) {
        return Math.max(0, 1 - Math.abs(t));
    }
}
