"""The smallest shared vocabulary: errors, ids, time, actor, verdict, bilingual text.

Knows nothing of Django, network, disk or the wall clock.
"""
