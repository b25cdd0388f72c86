package consumer

import io.github.corrrise.Explainer
import io.github.corrrise.face.FaceImage
import io.github.corrrise.face.FacePair
import io.github.corrrise.render.HeatMaps
import io.github.corrrise.verify.LocalDescriptorVerifier
import kotlin.io.path.createTempFile
import kotlin.io.path.fileSize

/** Values that may be null are checked by the compiler: every package is null-marked. */
fun main() {
    val verifier = LocalDescriptorVerifier.defaults()
    val size = verifier.inputSize()
    val pair = FacePair.of(FaceImage.filled(size, 200f, 150f, 100f), FaceImage.filled(size, 90f, 80f, 70f))
    val why = Explainer.builder(verifier).maskCount(100).build().use { it.explain(pair) }
    val decision: String = why.decision().map { it.name }.orElse("no threshold")
    val file = createTempFile("why", ".png")
    HeatMaps.figure(why).write(file)
    check(file.fileSize() > 1000) { "no figure in $file" }
    println("${why.similarity()} $decision")
}
