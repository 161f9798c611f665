"""A web page on which talks are tried out: sliders, chances, charts, and one world told round by round.

Plain HTML that the server writes (Tornado) and a short script that asks for a new answer; nothing of a visitor's
setting is kept by the server, it travels with every question. Reasons: native sliders, menus and buttons have names,
work by keyboard and are read out, whereas those of Panel 1.9, tried first, reach a screen reader without a name; one
small dependency that Jupyter rests on, instead of 150 MB; nothing is fetched from elsewhere; and Playwright's ordinary
locators (`get_by_label`) are its test. SolaraViz needs ipyvue and ipyvuetify below 2 with Mesa 3.3.

The parts: which controls talks have (`controls`), what a visitor set with them (`setting`), the talks themselves, among
them uploaded ones (`case`), who plays and draws (`player`, with `hands`), one world in steps (`story`), all that
visitors have in common (`desk`), and what is sent (`serving`, `page/`).
"""
