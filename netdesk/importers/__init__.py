"""Spreadsheets in: from a CSV or XLSX file, or a copied block, to points of a measure, with every guess shown.

`cells` says what one cell is and `files` what the rows are, for files and copied blocks alike. `files` opens a file by
its content, `guess` says which column is what, `reading` turns rows into points and problems, `plan` compares them with
the measure and makes the one edit; `pasted` reads a copied block. Nothing is guessed silently and nothing is taken in
that was not listed first. It must not know the window, and it writes only through an edit's operations.
"""
