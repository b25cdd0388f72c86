# docker build -t corrrise . && docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/data" corrrise explain probe.png reference.png
FROM eclipse-temurin:21-jdk-noble AS build
WORKDIR /build
COPY . .
RUN ./mvnw -q -B -DskipTests -pl corrrise-cli -am package \
    && find corrrise-cli/target -maxdepth 1 -name 'corrrise-cli-*.jar' \
       ! -name '*-classes.jar' ! -name '*-tests.jar' -exec cp {} /corrrise.jar \;

FROM eclipse-temurin:21-jre-noble
LABEL org.opencontainers.image.source="https://github.com/corrrise/corrrise" \
      org.opencontainers.image.licenses="Apache-2.0"
# Names of files in any script; pictures of persons are read as a user without rights.
ENV LC_ALL=C.UTF-8
COPY --from=build --chmod=444 /corrrise.jar /opt/corrrise.jar
RUN useradd --system --uid 10001 corrrise
USER 10001
WORKDIR /data
ENTRYPOINT ["java", "-jar", "/opt/corrrise.jar"]
CMD ["--help"]
