"""Bundles: writing what a receiver lacks, reading what others sent, and deciding whom to believe.

Everything about files that travel lives here, and FORMAT.md is their public contract. It must not know windows,
commands, reports or how one network sees many teams; it changes a workspace only through what the store offers, so a
bundle is taken in whole or not at all.
"""
