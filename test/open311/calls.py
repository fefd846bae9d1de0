"""Calls of the published client `georeport` (PyPI, Apache-2.0), unmodified, in both formats. One line a call."""
import sys

import requests
from georeport import GeoReport

url, open_id, closed_id = sys.argv[1:4]


def call(name, work):
    try:
        work()
        print("ok", name)
    except Exception as error:  # what went wrong is the answer
        print("FAILED", f"{name}: {type(error).__name__}: {error}")


def expect(found, right):
    if found != right:
        raise AssertionError(f"{found!r} instead of {right!r}")


def refused(work, status):
    try:
        work()
    except requests.HTTPError as error:
        return expect(error.response.status_code, status)
    raise AssertionError("it was not refused")


for form in ("json", "xml"):
    client = GeoReport(url, jurisdiction="quangnam.gov.vn", output_format=form)

    def services():
        codes = [one["service_code"] for one in client.get_service_list()]
        expect(codes[5], "transport")

    def definition():
        found = client.get_service_definition("transport")
        expect(found["service_code"], "transport")
        inside = found["attributes"] if form == "json" else found["attributes"]["attribute"]
        expect([one["code"] for one in inside][:2], ["name", "phone"])
        expect(str(inside[0]["required"]).lower(), "true")

    def one():
        found = client.get_service_request(closed_id)
        expect((found["service_request_id"], found["status"]), (closed_id, "closed"))
        expect(found["service_code"], "transport")

    def several():
        found = client.get_service_requests(service_request_id=f"{open_id},{closed_id}")
        expect(sorted(one["service_request_id"] for one in found), sorted([open_id, closed_id]))

    def by_status():
        found = client.get_service_requests(status="open", service_code="transport")
        ids = [found] if isinstance(found, dict) else found
        expect([one["service_request_id"] for one in ids], [open_id])

    def by_date():
        found = client.get_service_requests(start_date="2026-03-01T00:00:00Z", end_date="2026-03-31T00:00:00Z")
        expect(len(found), 2)

    call(f"{form}: services", services)
    call(f"{form}: a service's definition", definition)
    call(f"{form}: one request", one)
    call(f"{form}: several requests", several)
    call(f"{form}: requests by status and service", by_status)
    call(f"{form}: requests by date", by_date)
    call(f"{form}: an unknown service is 404", lambda: refused(lambda: client.get_service_definition("x"), 404))
    call(f"{form}: an unknown request is 404", lambda: refused(lambda: client.get_service_request("x"), 404))
    call(f"{form}: a wrong date is 400", lambda: refused(lambda: client.get_service_requests(start_date="x"), 400))
    call(
        f"{form}: another jurisdiction is 404",
        lambda: refused(lambda: GeoReport(url, jurisdiction="hue.gov.vn", output_format=form).get_service_list(), 404),
    )
