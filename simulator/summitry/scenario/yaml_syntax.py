"""What PyYAML complains of when a text is no YAML, in plain words."""

from __future__ import annotations

import re

QUOTES = "where a text starts, expected quotes around the text"
COMPLAINTS: tuple[tuple[str, str, bool], ...] = (
    (r"character '\\t'", "found a tab, expected spaces (YAML is indented with spaces only)", False),
    (r"found character (.+) that cannot start", rf"found \1 {QUOTES}", False),
    (
        "could not find expected ':'",
        "found a line without a key, expected `key: value` with a space behind the colon, "
        "or a deeper indentation if the line goes on with the text above",
        True,
    ),
    (
        "mapping values are not",
        "found a colon that cannot stand here, expected quotes around a text that holds one "
        "(or, in the line above, a space behind the colon or another indentation)",
        False,
    ),
    (
        "sequence entries are not",
        "found '- ' behind a key, expected the list on lines of its own or as [a, b]",
        False,
    ),
    ("mapping keys are not", f"found '? ' {QUOTES}", False),
    ("scanning a block scalar", f"found | or > {QUOTES}", True),
    (
        "escape character (.+)$",
        r"found a backslash before \1, expected two backslashes or single quotes",
        False,
    ),
    (r"of (\d) hexadecimal", r"found an unfinished character code, expected \1 hexadecimal digits", False),
    ("scanning a quoted", "found a quote that is never closed, expected another quote", True),
    ("scanning an alias", f"found * {QUOTES}", True),
    ("scanning an anchor", f"found & {QUOTES}", True),
    ("(scanning|parsing) a tag|undefined tag", f"found ! {QUOTES} (tags have no use here)", True),
    ("expected ',' or (.+), but got '<stream", r"found a bracket that is never closed, expected \1", True),
    (
        "expected ',' or (.+), but got (.+)$",
        r"found \2, expected ',' or \1 for the bracket of line {line}, or quotes around the text",
        False,
    ),
    (r"but found ('[]}]')", r"found \1, expected no bracket, as none is open", False),
    (
        "document start>', but found (.+)$",
        r"found \1, expected no more after the end of the scenario (or --- below a line with %)",
        False,
    ),
    (
        "directive|YAML document|tag handle",
        "found a line with % that says nothing here, expected no such line",
        False,
    ),
    ("expected the node content, but found (.+)$", r"found \1, expected a value", False),
    (
        "block end>, but found '<scalar>'",
        "found a text behind the end of a value, expected the next key "
        "(look for a quote that is missing, or for an apostrophe inside single quotes)",
        False,
    ),
    ("block end>, but found ':'", "found ':' without a key before it, expected one", False),
    (
        "block end>, but found (.+)$",
        r"found \1 that is not in line with those above, expected the same indentation",
        False,
    ),
)
"""What a YAML parser complains of (a pattern), our words for it, and whether they are about its start."""

TOKENS = {
    "'<scalar>'": "a text",
    "'<block mapping start>'": "a key",
    "'<block sequence start>'": "a list",
    "'<stream end>'": "the end of the file",
    "'?'": "a key",
    "'-'": "an item of a list",
}


def plain_words(complaint: str, line: int) -> tuple[str, bool]:
    """Return what a YAML parser's complaint means.

    Parameters
    ----------
    complaint
        Its words: what it was reading, and what it stumbled over.
    line
        Where that which it was reading starts.

    Returns
    -------
    tuple[str, bool]
        Our words, and whether they are about the start of what was read rather than the place of the stumble.
    """
    for pattern, words, about_start in COMPLAINTS:
        if match := re.search(pattern, complaint):
            message = match.expand(words).replace("{line}", str(line))
            for token, word in TOKENS.items():
                message = message.replace(token, word)
            return message, about_start
    return f"found YAML that cannot be read ({complaint}), expected keys with values", False
