package io.github.corrrise.internal.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class LibraryVersionTest {
    /** The module's folder is the working directory of its tests. */
    @Test
    void isTheVersionOfThePom() throws Exception {
        Document pom =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new File("pom.xml"));
        String version =
                XPathFactory.newInstance().newXPath().evaluate("/project/parent/version", pom);
        assertThat(version).isNotBlank();
        assertThat(LibraryVersion.VALUE).isEqualTo(version).doesNotContain("${");
    }
}
