"""Logs of four formats say the same; what cannot be read is counted and named; bombs stay out."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime, timedelta, timezone

import pyarrow as pa
import pytest
from pyarrow import parquet

from sekisho.adapters.flowlogs import FlowLimits, Role, guessed, open_log
from sekisho.kernel.errors import Invalid, TooLarge, Unreadable

JST = timezone(timedelta(hours=9))
AT = int(datetime(2026, 11, 20, 1, 30, tzinfo=UTC).timestamp())
ROW = ("203.0.113.7", "10.1.0.5", 443, 6, 1200, AT, True)
TOLD = [ROW, ("203.0.113.8", "10.1.0.5", 22, 6, 0, AT, False), (*ROW[:2], -1, 1, 0, -1, True)]

JA = """日時,送信元IP,宛先IP,宛先ポート,プロトコル,バイト数,動作
2026/11/20 10:30:00,203.0.113.7,10.1.0.5,443,TCP,"1,200",許可
2026-11-20T01:30:00+00:00,203.0.113.8,10.1.0.5,22,tcp,-,拒否
,203.0.113.7,10.1.0.5,,icmp,,許可
"""
ZEEK = (
    "#separator \\x09\n#set_separator\t,\n#path\tconn\n"
    "#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\torig_bytes\tconn_state\n"
    "#types\ttime\taddr\tport\taddr\tport\tenum\tcount\tstring\n"
    f"{AT}.25\t203.0.113.7\t5000\t10.1.0.5\t443\ttcp\t1200\tSF\n"
    f"{AT}\t203.0.113.8\t5001\t10.1.0.5\t22\ttcp\t-\tREJ\n"
    "-\t203.0.113.7\t8\t10.1.0.5\t-\ticmp\t-\tOTH\n"
    "#close\t2026-11-20-11-00-00\n"
)


def as_json():
    names = ("id.orig_h", "id.resp_h", "id.resp_p", "proto", "orig_bytes", "ts", "conn_state")
    rows = [
        ("203.0.113.7", "10.1.0.5", 443, "tcp", 1200, AT + 0.25, "SF"),
        ("203.0.113.8", "10.1.0.5", 22, "tcp", None, AT, "REJ"),
        ("203.0.113.7", "10.1.0.5", None, "icmp", None, None, "OTH"),
    ]
    return "\n".join(json.dumps(dict(zip(names, row, strict=True))) for row in rows).encode()


def as_parquet(**changed):
    columns = {
        "srcaddr": ["203.0.113.7", "203.0.113.8", "203.0.113.7"],
        "dstaddr": ["10.1.0.5"] * 3,
        "dstport": pa.array([443, 22, None], pa.int32()),
        "protocol": [6, 6, 1],
        "bytes": pa.array([1200, None, None], pa.int64()),
        "start": pa.array([AT * 1000, AT * 1000, None], pa.timestamp("ms", "UTC")),
        "action": ["ACCEPT", "REJECT", "ACCEPT"],
        **changed,
    }
    out = io.BytesIO()
    parquet.write_table(pa.table(columns), out)
    return out.getvalue()


def rows_of(data, *, mapping=None, limits=None):
    """The rows of a log as tuples, and the log."""
    log = open_log(io.BytesIO(data), limits)
    found = []
    for one in log.batches(mapping or log.sample().guess, JST):
        found += zip(
            [one.sources[place] for place in one.source_at],
            [one.targets[place] for place in one.target_at],
            *(each.tolist() for each in (one.ports, one.protocols, one.sizes, one.times)),
            one.is_allowed.tolist(),
            strict=True,
        )
    return found, log


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (JA.encode(), "csv"),
        (b"\xef\xbb\xbf" + JA.replace("\n", "\r\n").encode(), "csv"),
        (JA.encode("cp932"), "csv"),
        (gzip.compress(JA.encode()), "csv"),
        (ZEEK.encode(), "zeek"),
        (gzip.compress(ZEEK.encode()), "zeek"),
        (as_json(), "json"),
        (as_parquet(), "parquet"),
    ],
)
def test_each_format_says_the_same(data, kind):
    found, log = rows_of(data)
    assert found == TOLD
    assert (log.format, log.broken.count) == (kind, 0)


def test_the_head_is_shown_before_anything_is_read():
    sample = open_log(io.BytesIO(JA.encode())).sample()
    assert sample.columns[:2] == ("日時", "送信元IP")
    assert sample.rows[0][5] == "1,200"
    assert sample.guess[Role.TARGET] == "宛先IP"


def test_a_guess_is_corrected_by_hand():
    data = b"from,to,svc\n203.0.113.7,10.1.0.5,443\n"
    assert guessed(["from", "to", "svc"]) == {}
    mapping = {Role.SOURCE: "from", Role.TARGET: "to", Role.PORT: "svc"}
    found, _log = rows_of(data, mapping=mapping)
    assert found == [("203.0.113.7", "10.1.0.5", 443, -1, 0, -1, True)]
    with pytest.raises(Invalid, match="column_missing"):
        rows_of(data, mapping={**mapping, Role.PORT: "port"})
    with pytest.raises(Invalid, match="column_missing"):
        rows_of(data)


@pytest.mark.parametrize(
    "line", ["203.0.113.7,10.1.0.5", "a,b,https", "a,b,70000", "a,b,-5", 'a,"b,443', "a,b,443,4"]
)
def test_a_row_that_cannot_be_read_is_counted_and_named_by_its_line(line):
    data = f"src,dst,port\n203.0.113.7,10.1.0.5,443\n{line}\n203.0.113.7,10.1.0.5,80\n"
    found, log = rows_of(data.encode())
    assert [row[2] for row in found] == [443, 80]
    assert (log.broken.count, log.broken.lines) == (1, [3])


@pytest.mark.parametrize("time", ["gestern", "2026-13-01", "99999999999999999999999"])
def test_a_time_that_is_none_breaks_the_row(time):
    data = f"time,src,dst,port\n{time},203.0.113.7,10.1.0.5,443\n"
    found, log = rows_of(data.encode())
    assert (found, log.broken.lines) == ([], [2])


def test_a_parquet_row_that_cannot_be_one_is_named_too():
    found, log = rows_of(as_parquet(dstport=[443, 99999, 80]))
    assert [row[2] for row in found] == [443, 80]
    assert log.broken.lines == [2]


@pytest.mark.parametrize(
    "changed",
    [
        {"dstport": ["443", "22", None]},
        {"srcaddr": pa.array(["203.0.113.7", "203.0.113.8", "203.0.113.7"]).dictionary_encode()},
        {"protocol": ["tcp", "TCP", "icmp"]},
        {"start": pa.array([AT, AT, None], pa.int64())},
        {"start": pa.array([AT * 1e3, AT * 1e3, None], pa.float64())},
        {"start": pa.array([(AT + 32400) * 10**6] * 2 + [None], pa.timestamp("us"))},
        {"start": ["2026-11-20 10:30:00", "2026-11-20T10:30:00", None]},
        {"action": [True, False, True]},
    ],
)
def test_parquet_columns_of_other_types_say_the_same(changed):
    found, _log = rows_of(as_parquet(**changed))
    assert found == TOLD


def test_a_parquet_column_that_holds_something_else_is_named():
    with pytest.raises(Unreadable) as caught:
        rows_of(as_parquet(srcaddr=[1, 2, 3]))
    assert (caught.value.code, caught.value.params["column"]) == (
        "flowlogs.column_type",
        "srcaddr",
    )


def test_a_packed_log_that_grows_beyond_measure_is_refused():
    line = b"203.0.113.7,10.1.0.5,443\n"
    bomb = gzip.compress(b"src,dst,port\n" + line * 1_000_000)
    with pytest.raises(TooLarge, match=r"flowlogs\.ratio"):
        rows_of(bomb, limits=FlowLimits(ratio=100))
    with pytest.raises(TooLarge, match=r"flowlogs\.unpacked"):
        rows_of(bomb, limits=FlowLimits(unpacked_bytes=1_000_000))


def test_a_line_without_an_end_is_refused_before_it_fills_the_memory():
    with pytest.raises(Unreadable, match=r"flowlogs\.line_too_long"):
        rows_of(gzip.compress(b"src,dst,port\n" + b"x" * 10**7))


def test_a_parquet_file_of_too_many_rows_is_refused_by_its_head():
    with pytest.raises(TooLarge, match=r"flowlogs\.rows"):
        rows_of(as_parquet(), limits=FlowLimits(rows=2))
    with pytest.raises(TooLarge, match=r"flowlogs\.part"):
        rows_of(as_parquet(), limits=FlowLimits(part_bytes=10))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"one column\nx\n",
        b"PAR1 and no more",
        b"\x1f\x8bno gzip",
        b"{}\n",
        b"#fields",
    ],
)
def test_what_is_no_log_is_refused(data):
    with pytest.raises(Unreadable):
        rows_of(data)


@pytest.mark.parametrize("cut", range(20, 400, 37))
def test_a_parquet_file_that_was_cut_off_is_refused(cut):
    with pytest.raises(Unreadable):
        rows_of(as_parquet()[:-cut])


def test_a_rotated_zeek_log_goes_on_under_its_new_heading():
    later = "#fields\tid.resp_p\tid.orig_h\tid.resp_h\tts\n80\t203.0.113.9\t10.1.0.5\t-\n"
    found, log = rows_of((ZEEK + later).encode())
    assert found[-1] == ("203.0.113.9", "10.1.0.5", 80, -1, 0, -1, True)
    assert log.broken.count == 0
