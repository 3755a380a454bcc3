"""The words by which people head their columns and mark what is no number, in English and Spanish."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What stands in a cell where nobody counted. Missing is not zero.
MISSING: Final = _words("na n/a n.a. #n/a nan null none nil - -- – — . … ? s/d n/d nd missing absent closed falta") | {
    *("", "no data", "not available", "no school", "sin datos", "no hay datos"),
}

#: First words of rows that sum up the rows above them.
TOTALS: Final = _words(
    "total totals grand sum subtotal sub-total average avg mean median overall ytd year-to-date "
    "totales suma promedio media mediana"
)

PERIOD: Final = _words(
    "date week weeks day month period when term semester quarter beginning starting ending "
    "fecha semana día dia mes periodo período trimestre cuando"
)
NOTE: Final = _words("note notes comment comments remark remarks nota notas comentario comentarios")
GROUP: Final = _words(
    "group subgroup sub-group grade class room section teacher school site team cohort ethnicity gender "
    "grupo subgrupo grado clase sala escuela"
)
NUMERATOR: Final = _words(
    "numerator n present attended attending passed passing met yes count done completed reached "
    "numerador presentes asistieron aprobados"
)
DENOMINATOR: Final = _words(
    "denominator d of possible enrolled enrollment roll total all students expected eligible "
    "denominador matriculados inscritos posibles todos"
)
VALUE: Final = _words("value result score minutes average mean number valor resultado número minutos")
SHARE: Final = _words("% percent percentage rate share pct porcentaje tasa")


def words_of(head: str) -> set[str]:
    """The words of a column's head, in small letters, without marks about them."""
    parts = head.casefold().replace("/", " ").replace("_", " ").split()
    return {word.strip("()[]:;,.#*“”\"'") or word for word in parts}
