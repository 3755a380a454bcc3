"""Many teams: taking their bundles in, the network seen as a whole, its dictionary and library, and what goes back.

It reads what teams published and writes through edits and bundles like everybody; it must not know windows or paper.
Nothing here asks which database lies beneath: a hub is a workspace file now.
"""
