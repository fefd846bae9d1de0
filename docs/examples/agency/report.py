"""Gửi một phản ánh qua Open311, rồi xem trạng thái. Posts a report by Open311 and asks how it stands.

    API_URL=https://… API_KEY=qn_… python3 report.py

Python 3.8 or later, no packages. The key needs the scopes open311:post and open311:read.
"""
import json
import os
import urllib.error
import urllib.parse
import urllib.request
import uuid

base = os.environ["API_URL"] + "/open311/v2"
key = os.environ["API_KEY"]


def call(url, form=None, headers=None):
    body = urllib.parse.urlencode(form).encode() if form else None
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers or {})) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:  # what is wrong stands in the answer
        raise SystemExit("; ".join(one["description"] for one in json.load(error)))


report = {
    "api_key": key,
    "service_code": "transport",
    "address_string": "Ngã tư Phan Châu Trinh, Tam Kỳ",
    "lat": "15.5638",
    "long": "108.4822",
    "attribute[name]": "Nguyễn Văn An",
    "attribute[phone]": "0905 123 456",
    "description": "Đèn tín hiệu giao thông không sáng",
}
# The same key for the same report: sent again, it is one report; and asked for as a token, it tells the id.
once = str(uuid.uuid4())
[posted] = call(base + "/requests.json", report, {"Idempotency-Key": once})
[found] = call(base + "/tokens/" + once + ".json")
assert found["service_request_id"] == posted["service_request_id"]
print("posted", posted["service_request_id"])
query = urllib.parse.urlencode({"api_key": key, "extensions": "true"})
[state] = call(base + "/requests/" + posted["service_request_id"] + ".json?" + query)
print("state", state["status"])
