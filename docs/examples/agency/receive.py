"""Nhận tin (webhook) và kiểm tra chữ ký. Receives webhooks and checks their signatures.

    WEBHOOK_SECRET=whsec_… PORT=8000 python3 receive.py

Python 3.8 or later, no packages. Put https before it (a reverse proxy): the service calls https on port 443 only.
"""
import base64
import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = base64.b64decode(os.environ["WEBHOOK_SECRET"].split("_", 1)[1])
seen = set()  # keep this in your database: a message may come twice, under the same webhook-id


def is_ours(headers, body):
    message, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "0")
    if abs(time.time() - int(at)) > 300:
        return False  # recorded and sent again by somebody else
    signed = b"%s.%s.%s" % (message.encode(), at.encode(), body)
    right = "v1," + base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(right, one) for one in given)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if not is_ours(self.headers, body):
            self.send_response(401)
            self.end_headers()
            return
        message = self.headers["webhook-id"]
        if message not in seen:
            seen.add(message)
            told = json.loads(body)
            print(told["type"], told["data"].get("reportCode", ""), flush=True)
        # Answer soon and work later: after ten seconds the service takes it as not received.
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8000"))), Receiver)
    print("listening on", server.server_address[1], flush=True)
    server.serve_forever()
