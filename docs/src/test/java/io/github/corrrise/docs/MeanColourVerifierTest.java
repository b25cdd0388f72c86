package io.github.corrrise.docs;

// region: contract
import io.github.corrrise.contract.FaceEmbedderContract;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.FaceEmbedder;

class MeanColourVerifierTest implements FaceEmbedderContract {
    @Override
    public FaceEmbedder openVerifier() {
        return new MeanColourVerifier(new FaceSize(112, 96));
    }
}
// endregion
