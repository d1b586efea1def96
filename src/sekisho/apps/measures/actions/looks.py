"""Words to many partners are looked over; what stands against them is answered and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sekisho.apps.measures.queries.looks import Point
from sekisho.kernel.errors import Invalid

EXPLAINED, NOT_APPLICABLE, EMERGENCY = "explained", "not_applicable", "emergency"
LONGEST_REASON = 1_000


@dataclass(frozen=True, slots=True)
class PointReply:
    """What is said to a point: why it stays, that it does not apply, or one reason for all."""

    kind: str
    reason: str = ""

    @property
    def is_answer(self) -> bool:
        """Whether it says enough."""
        if self.kind == NOT_APPLICABLE:
            return True
        return self.kind in {EXPLAINED, EMERGENCY} and bool(self.reason.strip())


def answered(points: Sequence[Point], replies: Mapping[str, PointReply]) -> list[dict[str, str]]:
    """Each point with what was said to it, as the record keeps it.

    Raises Invalid while one is unanswered, and for too long a reason.
    """
    kept = []
    for point in points:
        reply = replies.get(point.key)
        if reply is None or not reply.is_answer:
            raise Invalid("measures.points_unanswered", count=len(points))
        if len(reply.reason) > LONGEST_REASON:
            raise Invalid("measures.too_long", limit=LONGEST_REASON)
        said = {"kind": reply.kind, "reason": reply.reason.strip()}
        kept.append({"code": point.code, "what": point.what, "found": point.found, **said})
    return kept
