"""Conditions on which an envoy says yes, one file each (Baarslag, Hindriks and Jonker 2013)."""
