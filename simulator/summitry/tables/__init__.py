"""The tables that political forecasters keep: read into scenarios, and written from them."""
