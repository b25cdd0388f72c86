package io.github.corrrise.spark;

import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * All that travels to the executors.
 *
 * @param probeName column of the probes, for messages
 * @param referenceName column of the references, for messages
 * @param settings what is computed
 * @param model what compares the faces
 * @param detector finds faces in photographs; none: pictures are aligned crops
 * @param hadoop how files are reached, where a column holds paths
 */
record PairTask(
        String probeName,
        String referenceName,
        RunSettings settings,
        OpenableModel model,
        @Nullable BroadcastFile detector,
        @Nullable Broadcast<SerializableConfiguration> hadoop)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Tells apart what must be opened apart. */
    String key() {
        return model.key()
                + " "
                + settings
                + (detector == null ? "" : " " + detector.sha256() + " " + detector.name());
    }
}
