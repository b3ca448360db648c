"""A hub of one repository on loopback: as much of its API as its client uses to fetch a model."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """What is served, how, and what was asked for.

    ``stalls`` names a file of which half is sent, and then nothing for as long as it is named; ``lies`` names
    a file that is sent with another content of the same length than was announced.
    """

    name: str
    files: dict[str, bytes]
    address: str = ""
    stalls: str = ""
    lies: str = ""
    stalled: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, path, and the header Range."""

    def info(self) -> dict[str, object]:
        """Return what the API says of the repository."""
        siblings = []
        for name, content in self.files.items():
            told: dict[str, object] = {"rfilename": name, "size": len(content)}
            if name.endswith(".onnx"):
                digest = hashlib.sha256(content).hexdigest()
                told["lfs"] = {"sha256": digest, "size": len(content), "pointerSize": 130}
            else:
                blob = b"blob %d\0" % len(content) + content
                told["blobId"] = hashlib.sha1(blob).hexdigest()
            siblings.append(told)
        return {"id": self.name, "sha": COMMIT, "siblings": siblings}


@contextmanager
def serving(folder: Path, name: str) -> Iterator[Hub]:
    """Serve the files of a folder as the model ``name``."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    hub = Hub(name, files)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *arguments: object) -> None:
            pass

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            hub.asked.append((self.command, path, self.headers.get("Range", "")))
            if path in (f"/api/models/{name}", f"/api/models/{name}/revision/main"):
                self._send(200, json.dumps(hub.info()).encode(), {"Content-Type": "application/json"})
            elif path.startswith(f"/{name}/resolve/{COMMIT}/"):
                self._send_file(path.partition(f"/resolve/{COMMIT}/")[2])
            else:
                code = "RevisionNotFound" if f"/{name}/" in path else "RepoNotFound"
                self._send(404, b"{}", {"X-Error-Code": code})

        def _send_file(self, file: str) -> None:
            content = hub.files[file]
            sent = content[::-1] if file == hub.lies else content
            start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
            headers = {"ETag": f'"{hashlib.sha256(content).hexdigest()}"', "X-Repo-Commit": COMMIT}
            if start:
                headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
            self._send(206 if start else 200, sent[start:], headers, stalls=file == hub.stalls)

        def _send(self, status: int, body: bytes, headers: dict[str, str], *, stalls: bool = False) -> None:
            self.send_response(status)
            for key, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(key, value)
            self.end_headers()
            if self.command == "HEAD":
                return
            if not stalls:
                self.wfile.write(body)
                return
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            hub.stalled.set()
            hub.ended.wait(60)
            self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
