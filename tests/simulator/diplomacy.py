"""Talks that use all that a scenario file can say of meetings, mandates, publics, mediators and events."""

from __future__ import annotations

from typing import Any


def diplomacy() -> dict[str, Any]:
    """Return the scenario as plain data, new at each call."""
    return {
        "title": "A truce at the river",
        "date": "2021-05-19",
        "issues": _issues(),
        "states": {"east": _east(), "north": _north(), "west": _west()},
        "envoys": _envoys(),
        "talks": {
            "rounds": {"uniform": [6, 12]},
            "private": True,
            "trust_moves": True,
            "performance": True,
            "meetings": [
                {"title": "First contact", "place": "Vienna", "days": 10},
                {"place": "Geneva", "protocol": "single_text", "chair": {"insight": 0.5}, "rounds": 6, "days": 20},
                {"title": "The summit", "place": "Reykjavik", "level": "leaders", "days": 30},
                {"title": "Second summit", "level": "leaders", "only_if": "settled(troops) and inspections != nobody"},
            ],
        },
        "mediators": _mediators(),
        "events": _events(),
        "goals": {"breakthrough": "troops >= 60 and prisoners == both"},
    }


def _issues() -> dict[str, Any]:
    return {
        "inspections": {"options": ["nobody", "some", "all"], "performed_by": ["east", "west"], "verification": 0.3},
        "prisoners": {"options": ["neither", "one", "both"], "performed_by": "east"},
        "sanctions": {"range": {"from": 0, "to": 10, "steps": 6, "unit": "lifted"}, "performed_by": "west"},
        "troops": {
            "title": "Troops near the river",
            "range": {"from": 0, "to": 100, "steps": 11, "unit": "thousand withdrawn"},
            "performed_by": "east",
            "verification": {"uniform": [0.2, 0.6]},
        },
    }


def _east() -> dict[str, Any]:
    return {
        "trust": {"west": 0.6, "north": 0.8},
        "premium": 0.02,
        "shadow": {"uniform": [0.2, 0.6]},
        "audience_cost": 0.3,
        "positions": {
            "inspections": {"ideal": "nobody", "salience": 0.4},
            "prisoners": {"ideal": "neither", "salience": 0.2},
            "sanctions": {"ideal": 10, "salience": 0.9},
            "troops": {"ideal": 0, "salience": 0.4, "public": True, "red_lines": {"above": 90}},
        },
        "ratification": 0.67,
        "constituencies": {
            "army": {
                "weight": 2,
                "positions": {
                    "troops": {"ideal": 0, "salience": 0.3, "red_lines": {"above": 80}},
                    "sanctions": {"ideal": 10},
                },
                "premium": 0.02,
                "noise": 0.1,
            },
            "traders": {
                "title": "Chamber of commerce",
                "positions": {
                    "sanctions": {"ideal": 10, "salience": 0.9},
                    "prisoners": {"values": {"neither": 0, "one": 1, "both": 1}},
                },
                "walk_away": {"uniform": [0.1, 0.3]},
            },
        },
    }


def _north() -> dict[str, Any]:
    return {
        "points": 100,
        "walk_away": 5,
        "premium": 1,
        "positions": {
            "inspections": {"values": {"nobody": 0, "some": 20, "all": 30}},
            "prisoners": {"values": {"neither": 0, "one": 10, "both": 20}},
        },
        "constituencies": {"public": {"positions": {"prisoners": {"ideal": "both"}}}},
    }


def _west() -> dict[str, Any]:
    return {
        "trust": {"east": {"beta": [6, 2]}},
        "premium": {"uniform": [0, 0.03]},
        "trust_speed": 0.5,
        "positions": {
            "inspections": {"ideal": "all", "salience": 0.6, "public": True},
            "prisoners": {"ideal": "both", "salience": 0.8},
            "sanctions": {"ideal": 0, "salience": 0.5},
            "troops": {"ideal": 100, "salience": 0.9},
        },
        "ratification": "majority",
        "constituencies": {
            "senate": {"positions": {"troops": {"ideal": 80}, "sanctions": {"ideal": 2, "salience": 0.2}}}
        },
    }


def _envoys() -> dict[str, Any]:
    return {
        "minister": {
            "of": "east",
            "title": "The minister",
            "style": "boulware",
            "mandate": {
                "limits": {"troops": {"above": 60}, "prisoners": {"never": ["both"]}},
                "reserved": ["sanctions"],
                "asks_home": 2,
            },
            "misjudges": {"uniform": [0, 0.1]},
            "foresight": 0.7,
        },
        "president": {"of": "east", "level": "leaders", "title": "The president", "insight": 0.6},
        "secretary": {"of": "west", "mandate": {"limits": {"sanctions": {"above": 6, "below": 0}}}},
        "chancellor": {"of": "west", "level": "leaders", "style": "linear", "foresight": 0.9},
    }


def _mediators() -> dict[str, Any]:
    return {
        "host": {"style": "facilitator", "insight": 0.7, "bias": {"east": -0.2}},
        "envoy_of_the_league": {"title": "The League", "style": "formulator", "bias": {"east": 0.3}},
        "great_power": {
            "style": "manipulator",
            "bias": {"west": 0.5, "east": -0.1},
            "leverage": 0.6,
            "carrots": {"east": 0.1},
            "sticks": {"east": 0.05, "west": {"uniform": [0, 0.1]}},
            "guarantees": 0.3,
            "reason": "It sells arms to both.",
        },
    }


def _events() -> dict[str, Any]:
    return {
        "exercise": {
            "title": "An army exercise",
            "on": "2021-05-25",
            "chance": 0.6,
            "effects": {
                "states.west.positions.troops.salience": {"times": 1.2},
                "states.east.trust.west": {"add": -0.1},
                "issues.troops.status_quo": {"to": 10},
            },
        },
        "election": {
            "on": "2021-06-10",
            "effects": {
                "states.west.positions.troops.ideal": {"to": 70},
                "states.west.premium": {"add": {"uniform": [0, 0.05]}},
                "states.east.patience": {"times": 0.95},
                "talks.rounds": {"to": 5},
            },
            "reason": "Its date is fixed.",
        },
        "leak": {"per_meeting": {"uniform": [0.1, 0.3]}, "effects": {"leak": True}},
        "incident": {
            "per_round": 0.05,
            "repeats": True,
            "only_if": "not settled(troops)",
            "effects": {"states.west.walk_away": {"add": 0.02}},
        },
        "walkout": {"per_round": 0.01, "effects": {"break_off": True}},
    }
