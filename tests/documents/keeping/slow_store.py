"""A store that answers at once and then gives its bytes slowly, or not at all."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_NOTHING_LISTED = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
    b"<Name>slow</Name><IsTruncated>false</IsTruncated></ListVersionsResult>"
)


@contextmanager
def slow_store(*, drips: bool) -> Iterator[str]:
    """Run one; it sends a few bytes of every object, and then a byte now and then, or no more."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(200)
            self.end_headers()

        def do_GET(self) -> None:
            self.send_response(200)
            if "versions" in self.path:
                self.send_header("Content-Length", str(len(_NOTHING_LISTED)))
                self.end_headers()
                self.wfile.write(_NOTHING_LISTED)
                return
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            self.wfile.write(b"%PDF-")
            self.wfile.flush()
            while not over.wait(0.05):
                if drips:
                    self.wfile.write(b"x")
                    self.wfile.flush()

        def handle(self) -> None:
            # The reader that gives up closes the line in the middle.
            try:
                super().handle()
            except ConnectionError:
                return

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
