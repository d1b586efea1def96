"""Addresses under o/asks/: the board of an ask, its answers, single replies, exports."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.asks.web import answers, board, exports, review

urlpatterns: list[URLPattern] = [
    path("<uuid:uid>/", board.board, name="board"),
    path("<uuid:uid>/counts/", board.counts, name="counts"),
    path("<uuid:uid>/answers/", answers.answers, name="answers"),
    path("<uuid:uid>/answers/<str:key>/", answers.answerers, name="answerers"),
    path("<uuid:uid>/gaps/", answers.gaps, name="gaps"),
    path("<uuid:uid>/letters/", board.letters, name="letters"),
    path("<uuid:uid>/next/", board.next_reply, name="next"),
    path("<uuid:uid>/recount/", board.recount, name="recount"),
    path("<uuid:uid>/export/<str:what>/<str:form>/", exports.export, name="export"),
    path("exports/<uuid:uid>/", exports.prepared, name="prepared"),
    path("reply/<uuid:uid>/", review.reply, name="reply"),
    path("reply/<uuid:uid>/accept/", review.accept, name="accept"),
    path("reply/<uuid:uid>/return/", review.send_back, name="return"),
    path("reply/<uuid:uid>/reopen/", review.reopen, name="reopen"),
    path("reply/<uuid:uid>/mark/", review.mark, name="mark"),
    path("reply/<uuid:uid>/file/<uuid:file_uid>/", review.evidence, name="evidence"),
]
