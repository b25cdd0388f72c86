package io.github.corrrise.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.jspecify.annotations.Nullable;

/**
 * Which of a model's outputs holds the embeddings.
 *
 * @param name its name, or null
 * @param position its position, or -1; with neither the model must have one output
 */
record OutputChoice(@Nullable String name, int position) {
    static final OutputChoice ONLY = new OutputChoice(null, -1);

    static OutputChoice named(String name) {
        return new OutputChoice(name, -1);
    }

    static OutputChoice at(int position) {
        return new OutputChoice(null, position);
    }

    /** For the description: the output's name or position, empty where none was chosen. */
    String shown() {
        if (name != null) {
            return "'" + name + "'";
        }
        return position < 0 ? "" : Integer.toString(position);
    }

    /**
     * The output chosen.
     *
     * @param model the model's name, for messages
     * @throws UnsuitableOutputException where the model has no such output, or none was chosen of
     *     several
     */
    NDArray in(NDList outputs, String model) throws UnsuitableOutputException {
        if (name != null) {
            for (NDArray output : outputs) {
                if (name.equals(output.getName())) {
                    return output;
                }
            }
            throw new UnsuitableOutputException(
                    "outputName must be one of "
                            + shown(outputs)
                            + " in "
                            + model
                            + ", was '"
                            + name
                            + "': set outputName or output on the builder");
        }
        if (position >= outputs.size()) {
            throw new UnsuitableOutputException(
                    "output must be in [0, "
                            + (outputs.size() - 1)
                            + "] for "
                            + model
                            + ", was "
                            + position);
        }
        if (position < 0 && outputs.size() != 1) {
            throw new UnsuitableOutputException(
                    "outputName or output must be set on the builder, for "
                            + model
                            + " has "
                            + shown(outputs)
                            + ", was not set");
        }
        return outputs.get(Math.max(0, position));
    }

    /** Names where there are any, positions otherwise. */
    private static String shown(NDList outputs) {
        StringBuilder all = new StringBuilder("[");
        for (int i = 0; i < outputs.size(); i++) {
            String own = outputs.get(i).getName();
            all.append(i == 0 ? "" : ", ").append(own == null ? Integer.toString(i) : own);
        }
        return all.append(']').toString();
    }
}
