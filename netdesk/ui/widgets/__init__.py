"""The building blocks of the pages: cards, labels, fields that save themselves, the rail, the header, the banner.

They know the theme and (the saving fields) the context; they must not know any page or any kind of record.
"""
