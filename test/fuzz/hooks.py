"""
What schemathesis needs to know of the house: who calls (FUZZ_WHO, with a log-in that is made anew when an operation has
ended it), ids of things that are there (FUZZ_IDS), and one check more: an answer tells nothing of what is behind it.
"""

import json
import os
import random
import re
import threading

import requests
import schemathesis

WHO = json.loads(os.environ["FUZZ_WHO"])
IDS = json.loads(os.environ["FUZZ_IDS"])
ORIGIN = os.environ["FUZZ_ORIGIN"]

lock = threading.Lock()
chance = random.Random(int(os.environ["FUZZ_SEED"]))
session = {"cookie": None}


def cookie() -> str:
    with lock:
        if session["cookie"] is None:
            person = {"username": WHO["username"], "password": WHO["password"]}
            answer = requests.post(f"{ORIGIN}/api/session", json=person, headers={"Origin": ORIGIN}, timeout=30)
            answer.raise_for_status()
            session["cookie"] = answer.headers["Set-Cookie"].split(";")[0]
        return session["cookie"]


@schemathesis.hook
def before_call(context, case, kwargs):
    headers = case.headers
    headers.setdefault("Origin", ORIGIN)
    if "key" in WHO:
        headers["X-Api-Key"] = WHO["key"]
    elif "username" in WHO:
        headers["Cookie"] = cookie()


@schemathesis.hook
def after_call(context, case, response):
    # Logging out, or ending all log-ins, is an operation like any other: the next call has a log-in of its own.
    if response.status_code == 401 or case.operation.path in ("/api/session", "/api/account/sessions"):
        with lock:
            session["cookie"] = None


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Every second time what is there: a random id alone would never get past 404."""
    path = context.operation.path
    for name in path_parameters or {}:
        place = next((IDS[one] for one in (f"{path} {name}", name) if one in IDS), None)
        if place and chance.random() < 0.5:
            path_parameters[name] = chance.choice(place)
    return path_parameters


INNER = re.compile(
    r"node_modules|\bat \S+ \(|\.ts:\d+|\bFST_|Mongo(?:Server|Network)?Error|\bE11000|mongodb://|ECONN|/tmp/|TypeError|ReferenceError"
)


@schemathesis.check
def nothing_inner(ctx, response, case):
    if response.status_code < 400:
        return
    said = response.content.decode("utf-8", "replace")
    # What the caller sent comes back in no problem either, so nothing of it can be mistaken.
    found = INNER.search(said)
    if found:
        raise AssertionError(f"The answer tells of what is behind it: {found.group(0)}")
    if "/open311/" not in case.operation.path:
        assert "problem+json" in str(response.headers.get("content-type")) or response.status_code == 503, "No problem"
