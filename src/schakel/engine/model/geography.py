"""Points on the globe: how far apart they are, and whether one can be a place on land in Europe.

Limit of the latter, a coarse test at the door: the seas are rectangles that were drawn to hold open
water only, so a point in the sea near a coast passes, and so does a point in a lake. A point on
land, islands included, never fails. Corners in degrees (WGS 84), read off a general map: south,
north, west, east.
"""

import numpy as np
from numpy.typing import NDArray

from schakel.engine.errors import Phrase

Floats = NDArray[np.float64]

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG), km."""

SOUTH, NORTH, WEST, EAST = 34.0, 72.0, -25.0, 45.0

OPEN_WATER = {
    Phrase("North Sea"): (
        (51.6, 52.0, 2.0, 3.3),
        (52.0, 52.9, 2.0, 4.0),
        (52.9, 53.4, 2.0, 4.5),
        (53.6, 55.0, 0.8, 6.5),
        (53.9, 55.0, 6.5, 7.5),
        (55.0, 57.5, 0.0, 7.8),
    ),
    Phrase("Atlantic Ocean"): ((40.0, 51.0, -25.0, -10.7), (44.2, 46.3, -8.0, -2.5)),
    Phrase("Norwegian Sea"): ((63.5, 70.0, -5.0, 5.0),),
    Phrase("Mediterranean Sea"): (
        (38.0, 41.0, 4.8, 7.8),
        (39.2, 40.5, 10.3, 12.6),
        (35.2, 37.7, 17.3, 20.3),
    ),
    Phrase("Baltic Sea"): ((55.5, 56.7, 17.6, 20.4), (60.9, 62.3, 18.6, 20.7)),
    Phrase("Black Sea"): ((42.6, 44.3, 29.6, 36.0),),
}


def distance_km(here: tuple[Floats, Floats], there: tuple[Floats, Floats]) -> Floats:
    """Along the great circle (haversine), degrees in."""
    lat1, lon1, lat2, lon2 = (np.radians(one) for one in (*here, *there))
    a = np.sin((lat2 - lat1) / 2) ** 2
    a += np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(a)))


def outside_europe(latitude: Floats, longitude: Floats) -> NDArray[np.bool_]:
    """True where the point is not in the rectangle round Europe, or not a number."""
    inside = (latitude >= SOUTH) & (latitude <= NORTH) & (longitude >= WEST) & (longitude <= EAST)
    return ~inside


def sea_of(latitude: float, longitude: float) -> str:
    """The sea that this point is in for certain, or nothing."""
    for sea, boxes in OPEN_WATER.items():
        for south, north, west, east in boxes:
            if south < latitude < north and west < longitude < east:
                return sea
    return ""


def in_open_water(latitude: Floats, longitude: Floats) -> NDArray[np.bool_]:
    """True where the point is at sea for certain."""
    wet = np.zeros(len(latitude), dtype=bool)
    for boxes in OPEN_WATER.values():
        for south, north, west, east in boxes:
            wet |= (latitude > south) & (latitude < north) & (longitude > west) & (longitude < east)
    return wet
