"""Maps: the land around places, and marks that a table names."""

import re

from portal import charts, maps
from portal.maps import Place

CAPTION = charts.Caption("Sites", "Told.", "sites")
RABAT = Place(1, 34.02, -6.84)
CASABLANCA = Place(2, 33.57, -7.59, late=True)
POI_PET = Place(3, 13.66, 102.56)


def test_land_is_drawn_around_a_single_place_which_stands_in_the_middle():
    drawn = str(maps.draw([RABAT], CAPTION))
    assert re.search(r'class="c-coast" d="M[-\d. LMZ]{200,}"', drawn)
    assert 'cx="300.0" cy="200.0"' in drawn
    assert ">1</text>" in drawn


def test_places_that_would_cover_each_other_share_a_mark_that_tells_what_is_late():
    drawn = str(maps.draw([RABAT, CASABLANCA, POI_PET], CAPTION))
    assert ">1, 2</text>" in drawn
    assert drawn.count("c-place-late") == 1
    assert drawn.count('class="c-place"') == 1


def test_every_place_stands_inside_the_map():
    places = [RABAT, CASABLANCA, POI_PET, Place(4, 64.1, -21.9), Place(5, -33.9, 18.4)]
    box = maps._around(places)
    for each in places:
        x, y = box.put(each.longitude, each.latitude)
        assert 0 < x < maps.WIDTH
        assert 0 < y < maps.HEIGHT


def test_nothing_is_drawn_without_a_place():
    assert maps.draw([], CAPTION) == ""
