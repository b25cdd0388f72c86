package io.github.corrrise.spark;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import java.util.concurrent.CancellationException;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * From the values of two columns to an explanation. Spark makes one of these for each task; the
 * first pair opens the model, or finds it open, and the end of the task lets go of it.
 */
final class PairFunction implements UDF2<Object, Object, Row> {
    private static final long serialVersionUID = 1L;

    private final PairTask settings;
    private transient @Nullable UnderWay underWay;

    /** What a task needs, for as long as it runs. */
    private record UnderWay(TaskContext task, OpenMatcher matcher, Pictures pictures) {}

    PairFunction(PairTask settings) {
        this.settings = settings;
    }

    /**
     * The explanation, or what is wrong with this pair. An error of the virtual machine is no
     * pair's and fails the task; so does whatever comes of the task being killed, because its rows
     * are not to be told apart from those of a run that went on.
     */
    @Override
    public Row call(@Nullable Object probe, @Nullable Object reference) {
        UnderWay here = underWay();
        try {
            FaceImage first = here.pictures().face(settings.probeName(), probe);
            FaceImage second = here.pictures().face(settings.referenceName(), reference);
            return here.matcher().explain(FacePair.of(first, second));
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            if (here.task().isInterrupted() || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return ExplanationRows.error(text(e));
        } catch (StackOverflowError e) {
            // A decoder's, of a picture that was made to do it: the stack is whole again here.
            return ExplanationRows.error(text(e));
        }
    }

    private UnderWay underWay() {
        TaskContext task = TaskContext.get();
        if (task == null) {
            throw new IllegalStateException("pairs are explained by tasks of Spark only");
        }
        UnderWay known = underWay;
        if (known == null || known.task() != task) {
            OpenMatcher matcher = OpenMatchers.acquire(settings);
            String key = settings.key();
            TaskCompletionListener release = context -> OpenMatchers.release(key);
            task.addTaskCompletionListener(release);
            known = new UnderWay(task, matcher, new Pictures(matcher, settings.hadoop()));
            underWay = known;
        }
        return known;
    }

    private static String text(Throwable e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
