package io.github.corrrise.spark;

import io.github.corrrise.audit.AuditedPair;
import io.github.corrrise.audit.SaliencyStatistics;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/** Statistics on their way between executors. For one thread. */
final class StatisticsBuffer implements Serializable {
    private static final long serialVersionUID = 1;

    private transient SaliencyStatistics statistics = new SaliencyStatistics();

    StatisticsBuffer add(AuditedPair pair) {
        statistics.accept(pair);
        return this;
    }

    StatisticsBuffer combine(StatisticsBuffer other) {
        statistics.combine(other.statistics);
        return this;
    }

    SaliencyStatistics statistics() {
        return statistics;
    }

    private void writeObject(ObjectOutputStream output) throws IOException {
        statistics.write(output);
    }

    private void readObject(ObjectInputStream input) throws IOException {
        statistics = SaliencyStatistics.read(new DataInputStream(input));
    }
}
