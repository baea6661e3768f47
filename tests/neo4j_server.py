"""A private Neo4j for the tests and the benchmarks, found in the order that README.md gives."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

VERSION = "5.26.31"
PASSWORD = "medkg-test"
HELP = (
    "No Neo4j was found. Set NEO4J_URI (with NEO4J_USER, NEO4J_PASSWORD; an empty database) or NEO4J_HOME, or install "
    "Java 17 and Maven: apt-get install openjdk-17-jre-headless maven"
)
_ROOT = Path(__file__).resolve().parent.parent
_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>medkg</groupId><artifactId>neo4j-for-tests</artifactId><version>1</version><dependencies>
<dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{VERSION}</version></dependency>
<dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{VERSION}</version></dependency>
</dependencies></project>"""
_OPENS = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch", "java.base/java.util.concurrent")


class NoNeo4jError(Exception):
    """There is none; the message says what would help."""


@dataclass
class Neo4jServer:
    """A server that answers. ``lib`` is None when somebody else runs it: then it cannot be stopped or killed."""

    uri: str
    user: str
    password: str
    home: Path | None = None
    lib: Path | None = None
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it, or starts it again; returns when it answers."""
        assert self.home is not None and self.lib is not None
        port = int(self.uri.rpartition(":")[2])
        opens = [f"--add-opens={name}=ALL-UNNAMED" for name in _OPENS]
        console = (self.home / "console.log").open("ab")
        with console:
            self.process = subprocess.Popen(
                [_java(), "-Xmx1g", "-XX:+ExitOnOutOfMemoryError", *opens, "-Dfile.encoding=UTF-8", "-cp",
                 f"{self.lib}/*", "org.neo4j.server.CommunityEntryPoint", f"--home-dir={self.home}",
                 f"--config-dir={self.home}/conf"],
                stdin=subprocess.DEVNULL, stdout=console, stderr=console, start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + 120
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.2)
        self.stop()
        raise NoNeo4jError(f"Neo4j did not start: {(self.home / 'console.log').read_text('utf-8')[-500:]}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends it, cleanly or by ``SIGKILL``."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(60)
            self.process = None

    def admin(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs neo4j-admin; the server must be stopped."""
        command = [_java(), "-Xmx1g", "-cp", f"{self.lib}/*", "org.neo4j.server.startup.Neo4jAdminCommand", *arguments]
        environment = {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": f"{self.home}/conf"}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True)


def find_server(home: Path, cache: Path) -> Neo4jServer:
    """A server that answers: NEO4J_URI, NEO4J_HOME, ``../shared/neo4j`` or Maven's jars, whichever comes first.

    Args:
        home: an empty directory for what the server writes.
        cache: where Maven's jars are kept.

    Raises:
        NoNeo4jError: there is none.
    """
    uri = os.environ.get("NEO4J_URI")
    if uri:
        return Neo4jServer(uri, os.environ.get("NEO4J_USER", "neo4j"), os.environ.get("NEO4J_PASSWORD", PASSWORD))
    lib = _lib(cache)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").write_text(
        f"server.bolt.listen_address=127.0.0.1:{port}\nserver.http.enabled=false\nserver.https.enabled=false\n"
        "server.memory.pagecache.size=128m\ndbms.usage_report.enabled=false\ndb.tx_log.preallocate=false\n"
    )
    server = Neo4jServer(f"bolt://127.0.0.1:{port}", "neo4j", PASSWORD, home, lib)
    server.admin("dbms", "set-initial-password", PASSWORD)
    server.start()
    return server


def _java() -> str:
    home = os.environ.get("JAVA_HOME")
    found = f"{home}/bin/java" if home else shutil.which("java")
    if not found:
        raise NoNeo4jError(HELP)
    return found


def _lib(cache: Path) -> Path:
    _java()
    home = os.environ.get("NEO4J_HOME")
    for lib in (Path(home) / "lib" if home else None, _ROOT.parent / "shared" / "neo4j" / "lib", cache / "lib"):
        if lib is not None and any(lib.glob("neo4j-*.jar")):
            return lib
    if shutil.which("mvn") is None:
        raise NoNeo4jError(HELP)
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "pom.xml").write_text(_POM)
    command = [
        "mvn",
        "-q",
        "-f",
        str(cache / "pom.xml"),
        "dependency:copy-dependencies",
        f"-DoutputDirectory={cache}/lib",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(cache / "lib", ignore_errors=True)
        raise NoNeo4jError(f"{HELP}. Maven said: {done.stdout[-300:]}")
    return cache / "lib"
