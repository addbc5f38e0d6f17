"""Another site, on an origin of its own, whose pages are what a test says."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Partner</title>'


class ForeignSite:
    """Serve ``pages`` (path to HTML) on "localhost", which is not the site of 127.0.0.1."""

    def __init__(self):
        self.pages = {"/left": HEAD}
        self.headers = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                page = site.pages.get(self.path)
                self.send_response(200 if page else 204)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                for name, value in site.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write((page or "").encode())

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def show(self, body, **headers):
        self.pages["/"] = HEAD + body
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def close(self):
        self.server.shutdown()
        self.server.server_close()
