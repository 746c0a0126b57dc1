"""A figure over the size of the record as a chart: lines of SVG that any browser draws."""

import math
from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 480, 220
LEFT, RIGHT, TOP, BOTTOM = 40, 440, 50, 180
INK, LINE = "#777", "#1a7f64"
"""Both are seen on white and on black."""


def chart(title: str, points: Sequence[tuple[int, float]]) -> str:
    """The figure from zero upwards, its sizes in even steps of their logarithm.

    points: size and figure, in the order of sizes.
    """
    placed = [(_across(points, size), _up(points, value)) for size, value in points]
    path = " ".join(f"{x:.0f},{y:.0f}" for x, y in placed)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="13" '
        f'text-anchor="middle" fill="{INK}">',
        f"<title>{escape(title)}</title>",
        f'<text x="{WIDTH / 2:.0f}" y="20" font-size="15">{escape(title)}</text>',
        f'<path d="M{LEFT} {BOTTOM}H{RIGHT}" stroke="{INK}"/>',
        f'<polyline points="{path}" fill="none" stroke="{LINE}" stroke-width="2"/>',
    ]
    for (size, value), (x, y) in zip(points, placed, strict=True):
        parts += [
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" fill="{LINE}"/>',
            f'<text x="{x:.0f}" y="{y - 10:.0f}">{number(value)}</text>',
            f'<text x="{x:.0f}" y="{BOTTOM + 20}">{size:,}</text>',
        ]
    return "\n".join([*parts, "</svg>\n"])


def number(value: float) -> str:
    """A figure as people read it: no more digits than it deserves."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def _across(points: Sequence[tuple[int, float]], size: int) -> float:
    first, last = (math.log(points[place][0]) for place in (0, -1))
    share = (math.log(size) - first) / (last - first) if last > first else 0.5
    return LEFT + share * (RIGHT - LEFT)


def _up(points: Sequence[tuple[int, float]], value: float) -> float:
    most = max(figure for _, figure in points)
    return BOTTOM - value / (most or 1) * (BOTTOM - TOP)
