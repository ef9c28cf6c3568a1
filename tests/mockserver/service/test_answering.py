from __future__ import annotations

import gzip
import json
import zlib

import pytest

from sunbird_mockserver.delivery import Reply
from sunbird_mockserver.upstreams.telemetry import MASTER, VERSIONS, failure

NOW = 1_700_000_000_000
BATCH = {"id": "api", "params": {"msgid": "m"}, "events": [{"eid": "START"}]}
GOOD = json.dumps(BATCH).encode()
STAMPED = {**BATCH, "mid": "new-mid", "id": "new-mid", "syncts": NOW, "dataset": "sb-telemetry"}
EMPTY = {"mid": "new-mid", "id": "new-mid", "syncts": NOW, "dataset": "sb-telemetry"}
LIMIT = 5_242_880


def sized(size):
    return b'{"a":"%s"}' % (b"x" * (size - 8))


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(GOOD, {}, id="an ordinary batch"),
        pytest.param(GOOD, {"content_type": "application/json; charset=utf-8"}, id="utf-8"),
        pytest.param(b"\xef\xbb\xbf" + GOOD, {}, id="a byte order mark"),
        pytest.param(
            GOOD.decode().encode("utf-16-le"),
            {"content_type": "application/json; charset=utf-16le"},
            id="utf-16le",
        ),
        pytest.param(GOOD, {"content_type": "APPLICATION/JSON"}, id="an upper-case type"),
        pytest.param(GOOD, {"content_length": None, "transfer_encoding": "chunked"}, id="chunks"),
        pytest.param(gzip.compress(GOOD), {"content_encoding": "gzip"}, id="gzip"),
        pytest.param(zlib.compress(GOOD), {"content_encoding": "deflate"}, id="deflate"),
        pytest.param(GOOD, {"content_encoding": "identity"}, id="identity"),
    ],
)
def test_a_batch_in_json_is_stamped_and_dispatched(serve, body, headers):
    """
    A batch in JSON is stored whatever its charset, framing or encoding: contract/pipeline.md 1.4.
    """
    served = serve(body, **headers)

    assert (200, STAMPED, b"") == (served.reply.status, served.batch, served.unread)


@pytest.mark.parametrize(
    ("body", "stored"),
    [
        pytest.param(b"", {}, id="an empty body is an empty object"),
        pytest.param(b"{}", {}, id="an empty object"),
        pytest.param(b'{"events":"x"}', {"events": "x"}, id="nobody looks at events"),
        pytest.param(b'{"a":1,"a":2}', {"a": 2}, id="the last duplicate key wins"),
        pytest.param(b'{"a":1e400}', {"a": None}, id="infinity becomes null"),
        pytest.param(
            b'{"a":12345678901234567890123}', {"a": 1.2345678901234568e22}, id="digits are lost"
        ),
        pytest.param(b'{"a":"\xff"}', {"a": "\N{REPLACEMENT CHARACTER}"}, id="invalid UTF-8"),
    ],
)
def test_an_object_is_stored_as_node_reads_it(serve, body, stored):
    """
    Any object is stored, as JSON.parse and JSON.stringify leave it: contract/pipeline.md 1.4.
    """
    assert {**stored, **EMPTY} == serve(body).batch


@pytest.mark.parametrize("body", [b"[]", b'[{"eid":"START"}]'])
def test_a_bare_list_is_stored_without_stamps(serve, body):
    """
    JSON.stringify drops what was set on a list: contract/pipeline.md 1.4.
    """
    served = serve(body)

    assert (200, True, json.loads(body)) == (served.reply.status, served.dispatched, served.batch)


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/vnd.api+json",
        "application/json;",
        None,
    ],
)
def test_another_content_type_loses_all_events(serve, content_type):
    """
    A good batch under another content type is answered with 200 and lost: contract/pipeline.md 1.4.
    """
    served = serve(GOOD, content_type=content_type)

    assert (200, EMPTY, GOOD) == (served.reply.status, served.batch, served.unread)


def test_what_was_lost_is_shown_inflated(serve):
    """
    The lost bytes are handed on without their content encoding, so that events can be named.
    """
    served = serve(gzip.compress(GOOD), content_type="text/plain", content_encoding="gzip")

    assert GOOD == served.unread


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_body_of_another_type_is_accepted_whatever_its_encoding(serve, encoding):
    """
    What is never read is never inflated, so it cannot be refused for its encoding: recorded.
    """
    served = serve(GOOD, content_type="text/plain", content_encoding=encoding)

    assert (200, GOOD) == (served.reply.status, served.unread)


@pytest.mark.parametrize(
    "body",
    [b"{", b'{"a":1,}', b"bad", b" ", b"\n", b"NaN", b'"str"', b"12", b"null", b"true", b"[1] x"],
)
def test_what_is_no_object_or_list_is_400(serve, version, body):
    """
    Broken JSON, and JSON that is neither object nor list, is refused: contract/pipeline.md 1.4.
    """
    served = serve(body, version=version)

    assert (400, None, False) == (served.reply.status, served.batch, served.dispatched)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        pytest.param(gzip.compress(GOOD), None, id="gzip without the header"),
        pytest.param(GOOD, "gzip", id="the header without gzip"),
        pytest.param(gzip.compress(GOOD)[:-1], "gzip", id="truncated"),
    ],
)
def test_what_cannot_be_inflated_is_400(serve, body, encoding):
    """
    Header and bytes must agree about compression: contract/pipeline.md 1.4.
    """
    assert 400 == serve(body, content_encoding=encoding).reply.status


@pytest.mark.parametrize(
    "headers",
    [
        {"content_type": "application/json; charset=iso-8859-1"},
        {"content_encoding": "br"},
        {"content_encoding": "zstd"},
    ],
)
def test_an_unknown_charset_or_encoding_is_415(serve, headers):
    """
    Only UTF charsets, gzip and deflate are known: contract/pipeline.md 1.4.
    """
    assert 415 == serve(GOOD, **headers).reply.status


@pytest.mark.parametrize(("size", "status"), [(LIMIT, 200), (LIMIT + 1, 413)])
@pytest.mark.parametrize("encoding", [None, "gzip"])
def test_the_limit_is_on_the_inflated_size(serve, size, status, encoding):
    """
    5,242,880 bytes pass and one more does not, compressed or not: contract/pipeline.md 1.4.
    """
    body = gzip.compress(sized(size), 1) if encoding else sized(size)

    assert status == serve(body, content_encoding=encoding).reply.status


@pytest.mark.parametrize("path", ["/v1/telemetry", "/v1/telemetry/", "/V1/Telemetry"])
def test_the_route_ignores_case_and_one_end_slash(serve, path):
    """
    Express routes without regard to case and one slash at the end: contract/pipeline.md 1.4.
    """
    assert STAMPED == serve(GOOD, path=path).batch


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/telemetry"),
        ("HEAD", "/v1/telemetry"),
        ("PUT", "/v1/telemetry"),
        ("DELETE", "/v1/telemetry"),
        ("POST", "/v3/telemetry"),
        ("POST", "/data/v1/telemetry"),
        ("POST", "//v1/telemetry"),
        ("POST", "/v1/telemetry//"),
        ("POST", "/v1/%74elemetry"),
        ("GET", "/"),
        ("POST", "/health"),
    ],
)
def test_any_other_route_is_404(serve, method, path):
    """
    There are two routes and no more: contract/pipeline.md 1.4.
    """
    served = serve(GOOD, method=method, path=path)

    assert (404, False) == (served.reply.status, served.dispatched)


def test_the_body_is_parsed_before_routing(serve):
    """
    Broken JSON to an unknown path is 400, not 404: contract/pipeline.md 1.4.
    """
    assert 400 == serve(b"bad", path="/unknown").reply.status


def test_success_is_91_bytes_that_depend_on_the_time_only(serve, version):
    """
    Success has five keys in this order, in every release: contract/pipeline.md 1.2.
    """
    expected = (
        b'{"id":"api.telemetry","ver":"1.0","ets":1700000000000,"params":{},'
        b'"responseCode":"SUCCESS"}'
    )

    assert expected == serve(GOOD, version=version).reply.body


class TestStamps:
    def test_identity_comes_from_headers(self, serve):
        """
        did, channel and pid are the headers', the client's values are lost: pipeline.md 1.1.
        """
        body = b'{"did":"mine","channel":"mine","pid":"mine"}'
        served = serve(body, x_device_id="D", x_channel_id="", x_app_id="P")

        assert {**EMPTY, "did": "D", "channel": "", "pid": "P"} == served.batch

    def test_identity_disappears_without_headers(self, serve):
        """
        A header that is absent removes the client's value: contract/pipeline.md 1.1.
        """
        assert EMPTY == serve(b'{"did":"mine","channel":null,"pid":1}').batch

    @pytest.mark.parametrize("mid", ["m", 5, True, [], {}])
    def test_a_mid_that_is_true_in_javascript_is_kept(self, serve, mid):
        """
        A truthy mid stays, of whatever type, and becomes the id: contract/pipeline.md 1.1.
        """
        batch = serve(json.dumps({"mid": mid, "id": "mine"}).encode()).batch

        assert (mid, mid) == (batch["mid"], batch["id"])

    @pytest.mark.parametrize("mid", ["", 0, False, None])
    def test_any_other_mid_is_replaced(self, serve, mid):
        """
        An empty mid, 0, false or null is replaced by a new one: contract/pipeline.md 1.1.
        """
        assert "new-mid" == serve(json.dumps({"mid": mid}).encode()).batch["mid"]

    def test_syncts_is_always_now(self, serve):
        """
        The client's syncts is lost: contract/pipeline.md 1.1.
        """
        assert NOW == serve(b'{"syncts":1}').batch["syncts"]

    def test_the_rest_is_left_alone(self, serve):
        """
        ver, ets, ts, params and events are the client's: contract/pipeline.md 1.1.
        """
        kept = {"ver": "1.0", "ets": 1, "ts": "t", "params": {"did": "d"}, "events": [{}]}

        assert {**kept, **EMPTY} == serve(json.dumps(kept).encode()).batch

    @pytest.mark.parametrize("dataset", ["mine", None])
    def test_a_dataset_of_the_client_stays(self, serve, dataset):
        """
        The dispatcher adds a dataset only where the body has none: contract/pipeline.md 1.1.
        """
        assert dataset == serve(json.dumps({"dataset": dataset}).encode()).batch["dataset"]

    def test_8_1_1_stamps_as_master_does(self, serve):
        """
        Both id and dataset are stamped since 8.1.1: contract/pipeline.md 1.1.
        """
        assert STAMPED == serve(GOOD, version=VERSIONS["8.1.1"]).batch

    def test_3_3_0_leaves_the_id_and_stamps_no_dataset(self, serve):
        """
        Before January 2026 the id stays the client's, and no dataset is added: pipeline.md 1.1.
        """
        batch = serve(GOOD, version=VERSIONS["3.3.0"]).batch

        assert {**BATCH, "mid": "new-mid", "syncts": NOW} == batch


class TestHealth:
    HEALTHY = (
        b'{"id":"api.health","ver":"1.0","ets":1700000000000,"params":{},"responseCode":"SUCCESS"}'
    )

    @pytest.mark.parametrize("path", ["/health", "/Health/"])
    def test_get_says_success(self, serve, path):
        """
        GET /health is 200 while Kafka can be reached: contract/pipeline.md 1.2.
        """
        served = serve(method="GET", path=path)

        assert (200, self.HEALTHY, False) == (
            served.reply.status,
            served.reply.body,
            served.dispatched,
        )

    def test_head_has_the_headers_of_get_and_no_body(self, serve):
        """
        HEAD is answered where GET is, with the same headers: recorded.
        """
        got = serve(method="GET", path="/health").reply

        assert Reply(200, got.headers, b"") == serve(method="HEAD", path="/health").reply

    def test_a_star_is_known_already(self, serve):
        """
        If-None-Match: * is 304, without length and type: recorded.
        """
        reply = serve(method="GET", path="/health", if_none_match="*").reply
        names = {name for name, _ in reply.headers}

        assert (304, b"", set()) == (
            reply.status,
            reply.body,
            names & {"Content-Length", "Content-Type"},
        )

    @pytest.mark.parametrize(
        "headers",
        [
            {"if_none_match": 'W/"58-other"'},
            {"if_none_match": "*", "cache_control": "max-age=0, no-cache"},
            {"if_none_match": "*", "if_modified_since": "Thu, 01 Jan 2099 00:00:00 GMT"},
        ],
    )
    def test_anything_else_is_fresh(self, serve, headers):
        """
        Another ETag, no-cache or If-Modified-Since asks for the whole answer: recorded.
        """
        assert 200 == serve(method="GET", path="/health", **headers).reply.status

    def test_a_star_is_no_reason_not_to_store(self, serve):
        """
        If-None-Match means nothing to POST: recorded.
        """
        assert 200 == serve(GOOD, if_none_match="*").reply.status


class TestOptions:
    @pytest.mark.parametrize("path", ["/v1/telemetry", "/unknown"])
    @pytest.mark.parametrize("body", [b"", b"bad"])
    def test_is_200_everywhere(self, serve, version, path, body):
        """
        OPTIONS is answered before the body and the path are looked at: contract/pipeline.md 1.3.
        """
        served = serve(body, method="OPTIONS", path=path, version=version)

        assert (200, False) == (served.reply.status, served.dispatched)

    def test_is_empty_on_master(self, serve):
        """
        Master answers OPTIONS without a body: contract/pipeline.md 1.3.
        """
        assert b"" == serve(method="OPTIONS").reply.body

    def test_says_ok_before(self, serve, old_version):
        """
        Up to 8.1.1 the body is OK as text/plain: contract/pipeline.md 1.3.
        """
        reply = serve(method="OPTIONS", version=old_version).reply

        assert (b"OK", "text/plain; charset=utf-8") == (
            reply.body,
            dict(reply.headers)["Content-Type"],
        )


def test_a_failure_names_itself_in_params():
    """
    A 500 has the shape of success, with params.err: contract/pipeline.md 1.2.
    """
    reply = failure("Request failed", version=MASTER, now=NOW)
    body = (
        b'{"id":"api.telemetry","ver":"1.0","ets":1700000000000,'
        b'"params":{"err":"Request failed"},"responseCode":"SERVER_ERROR"}'
    )

    assert (500, body) == (reply.status, reply.body)
