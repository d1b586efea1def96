"""The office's pages: workbooks that came by mail, one or many, read, looked over, saved."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sekisho.apps.asks.queries.filed import FilePlace, asked_in, file_places_for, lent_scope
from sekisho.apps.workbooks.actions.batches import (
    MOST_FILES,
    SavedFile,
    Target,
    confirm_batch,
    drop_batch,
    read_batch,
)
from sekisho.apps.workbooks.forms.review import review_of
from sekisho.apps.workbooks.forms.uploads import chosen_files, given_files, prefix_of
from sekisho.apps.workbooks.forms.wording import guide_of, sheet_texts, words_in
from sekisho.apps.workbooks.queries.incoming import MOST_MIB
from sekisho.apps.workbooks.queries.outgoing import (
    MEDIA_TYPE,
    file_name_of,
    filled_for,
    workbook_bytes,
)
from sekisho.apps.workbooks.queries.staged import BatchLine, ask_of_batch, batch_for
from sekisho.kernel import clock
from sekisho.kernel.actor import Capability
from sekisho.kernel.errors import NotFound, Problem
from sekisho.kernel.text import LANGUAGES
from sekisho.ui.entrances import Request, office
from sekisho.ui.notices import notify
from sekisho.ui.problems import sentence_for_code, sentence_of
from sekisho.ui.wording import counted


@office(Capability.FOLLOW_UP, "GET", "POST")
def returned(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Bring in the workbooks of an ask that came by mail, many at once."""
    _ask, number, title = asked_in(request.actor, uid)
