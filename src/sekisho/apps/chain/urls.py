"""Addresses under o/chain/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sekisho.apps.chain.web import (
    losses,
    map_data,
    map_files,
    mapping,
    panels,
    points,
    start,
    stopping,
    stories,
    story_editing,
    ways,
)

app_name = "chain"
urlpatterns: list[URLPattern] = [
    path("", start.start, name="start"),
    path("reckon/", start.reckon, name="reckon"),
    path("partner/<uuid:uid>/", panels.partner, name="partner"),
    path("map/", mapping.around, name="map"),
    path("map/node/<uuid:uid>/", mapping.node, name="map_node"),
    path("map/save/<slug:ending>/", map_files.around, name="map_file"),
    path("map/all/", mapping.everybody, name="map_all"),
    path("map/all/places/", map_data.places, name="map_places"),
    path("map/all/tones/", map_data.tones, name="map_tones"),
    path("map/all/names/", map_data.names, name="map_names"),
    path("map/all/save/<slug:ending>/", map_files.everybody, name="map_all_file"),
    path("stop/", stopping.choose, name="stops"),
    path("stop/<uuid:uid>/", stopping.stop, name="stop"),
    path("stop/<uuid:uid>/<slug:ending>/", stopping.stop_file, name="stop_file"),
    path("ways/", ways.ways, name="ways"),
    path("ways/<uuid:uid>/", ways.ways, name="way"),
    path("ways/file/<slug:ending>/", ways.ways_file, name="ways_file"),
    path("ways/<uuid:uid>/<slug:ending>/", ways.ways_file, name="way_file"),
    path("points/", points.points, name="points"),
    path("points/<slug:ending>/", points.points_file, name="points_file"),
    path("holders/", points.holders, name="holders"),
    path("holders/<slug:ending>/", points.holders_file, name="holders_file"),
    path("losses/", losses.losses, name="losses"),
    path("losses/amounts/", losses.amounts, name="amounts"),
    path("losses/file/<slug:ending>/", losses.losses_file, name="losses_file"),
    path("stories/", stories.stories, name="stories"),
    path("stories/own/<uuid:uid>/", stories.own_story, name="own_story"),
    path("stories/own/<uuid:uid>/copy/", story_editing.own_copy, name="own_story_copy"),
    path("stories/own/<uuid:uid>/edit/", story_editing.edit, name="own_story_edit"),
    path("stories/own/<uuid:uid>/remove/", story_editing.remove, name="own_story_remove"),
    path("stories/own/<uuid:uid>/file/<str:ending>", stories.own_story_file, name="own_story_file"),
    path(
        "stories/own/<uuid:uid>/edit/<slug:key>/", story_editing.element, name="own_story_element"
    ),
    path(
        "stories/own/<uuid:uid>/edit/<slug:key>/out/",
        story_editing.take_out,
        name="own_story_take_out",
    ),
    path("stories/<slug:key>/", stories.story, name="story"),
    path("stories/<slug:key>/copy/", stories.story_copy, name="story_copy"),
    path("stories/<slug:key>/file/<str:ending>", stories.story_file, name="story_file"),
]
