"""Lists as files to download."""

from __future__ import annotations

from django.http import HttpResponse

from sekisho.kernel import clock

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"


def attachment(data: bytes, media_type: str, name: str, ending: str) -> HttpResponse:
    """A file to keep, named by today's date."""
    full = f"{name}-{clock.now():%Y%m%d}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{full}"'}
    return HttpResponse(data, content_type=media_type, headers=headers)
