"""Backfile turns a folder of saved articles into a permanent archive that people can browse."""

__version__ = "0.1.0"
