/** An application that explains photographs. */
module consumer {
    requires io.github.corrrise.onnx;
    requires io.github.corrrise.core;
    requires java.desktop;
}
