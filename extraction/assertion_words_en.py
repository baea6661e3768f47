"""English tables of phrases that grow: what is only told of, and what somebody only believes."""

from __future__ import annotations

from itertools import product

_MEDIA = """
leaflet leaflets handout handouts booklet booklets pamphlet pamphlets brochure brochures factsheet factsheets literature
"""
_PAPERS = ("written information", "printed information", "patient information", "information sheet", "fact sheet")
_BELIEVING = """
convinced adamant certain insists insisted insistent insisting believes believed believing persuaded worried fears
feared scared afraid frightened thinks suspects suspected concerned wonders paranoid
"""
_HAVING = ("has", "had", "have", "has got", "is having", "is suffering from", "suffers from", "is suffering", "got")


def _told() -> str:
    media = product((*_MEDIA.split(), *_PAPERS), ("on", "about", "for", "re", "regarding"))
    return " | ".join(f"{thing} {joint}" for thing, joint in media)


def _believed() -> str:
    parts = product(_BELIEVING.split(), ("", "that "), ("he", "she", "they"), _HAVING)
    return " | ".join(f"{believing} {that}{who} {has}" for believing, that, who, has in parts)


HYPOTHETICAL = f"""
warned about | warned of | warned re | warned regarding | warned that | warning about | cautioned about | cautioned re
| cautioned regarding | counselled re | counseled re | counselled regarding | educated regarding | educated re
| educated as to | education regarding | safety net | safety-net | safety netted | safety-netted | safety netting
| safety-netting | safety net advice | safety netting advice | red flags: | red flags for | red flags of
| red flags such as | red flags include | red flags including | red flag symptoms: | red flag symptoms of
| red flag symptoms such as | worsening advice | {_told()}
"""
"""Cues before what may come or is only told of."""

BELIEVED = f"""
delusional belief | delusional belief of | delusion of having | delusions of having | delusion that he has
| delusion that she has | delusional belief that he has | delusional belief that she has | delusional belief of having
| googled | googling | read about | reading about | reads about | looked up | self-diagnosed | self diagnosed
| self-diagnosed with | convinced of having | concerned re | concerned re: | concerned regarding | concern re
| concern re: | concern regarding | concerns re | concerns re: | concerns regarding | concerns about | worried re
| worried re: | worried regarding | worries about | worry about | worry re | anxious about | anxious re
| health anxiety about | health anxiety re | {_believed()}
"""
"""Cues before what somebody fears or believes."""
