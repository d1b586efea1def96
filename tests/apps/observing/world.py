"""Connections, logs and lists of the tests of observing."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from sekisho.apps.observing.actions.uploads import Upload, begin_reading, take_upload
from sekisho.apps.observing.jobs import read
from sekisho.apps.observing.models import Observation
from sekisho.apps.observing.queries.observations import observation_for
from tests.apps.inventory.world import linked

AT = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
HEAD = "time,src_ip,dst_ip,dst_port,proto,bytes,action"
APPROVED = {
    "from_addresses": "203.0.113.0/28",
    "to_addresses": "10.1.0.0/16",
    "ports": "443/tcp",
    "opened_from": "source",
    "approved_until": "2026-12-31",
}
CHOICE = {"private": True, "unused_days": 90}


def connected(cast, partner, own=None, **changed):
    """An approved connection of a partner to one of ours."""
    return linked(cast, partner, own or cast.g, name="回線", **{**APPROVED, **changed})


def flow(source="203.0.113.5", target="10.1.0.5", port=443, *, at=AT, action="allow"):
    """One line of a log."""
    return f"{at:%Y-%m-%dT%H:%M:%S+00:00},{source},{target},{port},tcp,100,{action}"


def log(*lines):
    """A CSV log."""
    return "\n".join((HEAD, *lines)).encode()


def brought(cast, data, *, kind="flows", name="flows.csv", actor=None, now=None):
    """A file whose columns are asked."""
    upload = Upload(io.BytesIO(data), name)
    return take_upload(actor or cast.aoi, kind=kind, upload=upload, now=now or cast.now)


def read_through(cast, data, *, kind="flows", name="flows.csv", actor=None):
    """A file read to its end with the guessed columns; its view."""
    who = actor or cast.aoi
    uid = brought(cast, data, kind=kind, name=name, actor=who)
    choice = {**CHOICE, "mapping": observation_for(who, uid).content["guess"]}
    run = begin_reading(who, uid=uid, choice=choice, now=cast.now)
    read(str(run), Observation.objects.get(uid=uid).pk)
    return observation_for(who, uid)


def codes(found):
    """What is to look at: code and partner."""
    return [(one["code"], one["at"]) for one in found.content["notices"]]
