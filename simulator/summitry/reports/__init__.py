"""The report on a set of talks: one page of HTML that stands alone, in the order in which a reader asks.

`reporting` plays what it needs, `report` holds the answers and writes the file, `page` fills the template; `pictures`
and `grids` turn charts and the terminal's tables into parts of the page.
"""
