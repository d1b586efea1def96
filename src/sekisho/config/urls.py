"""Every address of the installation: each room brings its own list."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from sekisho.apps.mail.urls import hook_urlpatterns
from sekisho.apps.portal.urls import office_urlpatterns

urlpatterns = [
    path("", include("sekisho.apps.home.urls")),
    path("", include("sekisho.apps.accounts.urls")),
    path("o/audit/", include("sekisho.apps.audit.urls")),
    path("o/work/", include("sekisho.apps.work.urls")),
    path("o/mail/", include("sekisho.apps.mail.urls")),
    path("hooks/mail/", include((hook_urlpatterns, "hooks"))),
    path("o/partners/", include("sekisho.apps.partners.urls")),
    path("o/observing/", include("sekisho.apps.observing.urls")),
    path("o/inventory/", include("sekisho.apps.inventory.urls")),
    path("o/chain/", include("sekisho.apps.chain.urls")),
    path("o/measures/", include("sekisho.apps.measures.urls")),
    path("o/alerts/", include("sekisho.apps.alerts.urls")),
    path("o/rules/", include("sekisho.apps.rules.urls")),
    path("o/answering/", include("sekisho.apps.answering.urls")),
    path("o/told/", include((office_urlpatterns, "told"))),
    path("o/sets/", include("sekisho.apps.editor.urls")),
    path("o/reminders/", include("sekisho.apps.reminders.urls")),
    path("o/asks/papers/", include("sekisho.apps.papers.urls")),
    path("o/keeping/", include("sekisho.apps.keeping.urls")),
    path("o/fairness/", include("sekisho.apps.fairness.urls")),
    path("o/reports/", include("sekisho.apps.reports.urls")),
    path("o/sharing/", include("sekisho.apps.sharing.urls")),
    path("o/asks/", include("sekisho.apps.asks.urls")),
    path("o/workbooks/", include("sekisho.apps.workbooks.urls")),
    path("r/", include("sekisho.apps.portal.urls")),
]
handler429 = "sekisho.apps.accounts.web.signing.too_many_tries"
if settings.DEBUG:
    urlpatterns.append(path("gallery/", include("sekisho.ui.gallery")))
handler404 = "sekisho.ui.problems.page_not_found"
handler500 = "sekisho.ui.problems.server_error"
