"""The names of the icons that a page may use; each stands in the sprite that assets build.

All are from Tabler Icons (outline). To use another one, add its name here and run the assets
command again; an unknown name in a template is an error.
"""

from __future__ import annotations

ICONS: tuple[str, ...] = tuple(
    """
    alert-circle alert-octagon alert-triangle archive arrow-back-up arrow-down arrow-left
    arrow-narrow-down arrow-narrow-up arrow-right arrow-up arrows-sort ban bell bell-ringing
    bolt book brain briefcase bug building building-community building-factory-2
    building-warehouse calendar calendar-due certificate chart-bar chart-dots check checklist
    checks chevron-down chevron-left chevron-right chevron-up circle circle-check circle-dashed
    circle-dot circle-half-2 circle-x clipboard-check clipboard-list clock clock-exclamation
    clock-pause cloud code coin copy database device-desktop device-laptop device-mobile
    dots dots-vertical download edit exclamation-circle external-link eye eye-check eye-off file
    file-certificate file-check file-code file-description file-export file-import file-text
    file-type-pdf file-type-xls files filter fingerprint flag flag-2 folder gavel git-branch
    hammer help-circle help-hexagon history home hourglass id inbox info-circle key language
    layers-linked layout-dashboard license lifebuoy link link-off list list-check list-details
    loader-2 lock lock-open logout mail mail-check mail-exclamation mail-forward mail-opened
    mail-x map map-pin menu-2 message message-2 microscope minus mood-empty moon network
    notes package packages paperclip pencil phone player-pause player-play player-stop plug plus
    printer progress progress-check question-mark radar refresh repeat report report-search route
    router scale search send server server-2 settings share shield shield-check shield-half
    shield-lock shield-off shield-x sitemap sort-ascending sort-descending stairs star
    subtask sun tag target tool topology-star-3 trash truck-delivery upload urgent user
    user-check user-circle user-cog user-plus user-question user-x users users-group versions
    wall wifi world world-search writing writing-sign x zoom-question
    """.split()
)
