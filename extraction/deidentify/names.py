"""English given names that stand alone, and further places of names that were already found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extraction.deidentify.english import LOWER, UPPER, WORD
from extraction.deidentify.eponyms import EPONYMS, FULL_EPONYMS, person_too
from extraction.deidentify.rules import Span
from extraction.deidentify.term_guard import Phrases
from extraction.deidentify.tokens import WordLists

_NAME_WORD = re.compile(rf"[{UPPER}][{LOWER}{UPPER}'’\-]{{2,}}")
_NEXT = re.compile(rf"[ \t]+(?:(?:[{UPPER}]\.[ \t]+)?)(?P<x>{WORD})")
_POSSESSIVE = re.compile(r"['’]s?$")
EPONYM = re.compile(
    r"['’]?s?(?:[ \t]?-[ \t]?|[ \t]|[ \t]?\n[ \t]?(?-i:(?=[a-z])))(?:disease|syndromes?|signs?|tests?|palsy|lymphoma"
    r"|sarcoma|tumou?rs?|criteria|scores?|scale"
    r"|contracture"
    r"|catheters?|drain|tube|thyroiditis|encephalopathy|esophagus|oesophagus|ulcer|fractures?|procedure|operation"
    r"|reflex|law"
    r"|phenomenon|anemia|anaemia|nodes?|bodies|cells?(?![ \t]*(?:phone|number|no\b|#|:|[(+]?\d))"
    r"|classification|stage|formula|position|maneuver|manoeuvre|deficit"
    r"|dystrophy|ataxia|chorea|arthritis|purpura|nephropathy|neuropathy|optic|tetralogy"
    r"|levels?(?=[ \t]*:?[ \t]*(?:[ivIV]{1,3}\b|\d))|gangrene|hernia|line|triad"
    r"|scores|index|indices|clamps?|forceps|retractors?|stains?|staining|staging|grade|grading|gait|incision|repair"
    r"|anastomosis|technique|method|units?|scan|murmur|spots?|lines|cysts?|agar|virus|bacillus|space|canal|ligament"
    r"|gland|ducts?|pouch|plexus|reaction|equation|ratio|angle|regimen|protocol|needle|wire|screw|stent|valve|filter"
    r"|prosthesis|splint|brace|collar|reflexes|manoeuvres|maneuvers|triangle|membrane|ring|rings|hump|lesion|lesions"
    r"|neoplasm|carcinoma|adenoma|granulomatosis|vasculitis|arteritis|stroke volume|respirations|breathing|facies"
    r"|paralysis|paresis|degeneration|malformation|anomaly|deformity|amputation|osteotomy|excision|pack|tampon|follow-up"
    r"|bandage|lavage|mask|cannula|balloon|factor|antigen|antibod(?:y|ies)|toxin|medium|solution|lactate|inventory"
    r"|questionnaire|histology|checklist|system|type|types|mutation|bypass|shunt|loop|anastomoses|pattern|sarcomas|lymphomas)\b",
    re.IGNORECASE,
)
"""What follows a name that stands for a disease, a sign or a device; columns of forms stand further apart."""

KNOWN_EPONYM = re.compile(
    r"['’]?s?(?:[ \t]?-[ \t]?|[ \t])(?:"
    r"point|trocars?|sequence|contractions?"
    r"|traction|nodules?|stockings?|boots?|wrap|wires|pin|screws|elbow|finger|fingers|toe|knee|heel|foot|striae|fever"
    r"|infection|angina|fistula|crisis|clamp|speculum|scissors|curve|wave|fibers|fibres|diverticul(?:um|a)|tear"
    r"|ulcers|pouches|polyps?|nevus|naevus|macules?|papules?|patches|rash|laminectomy|fundoplication|myotomy|procedures"
    r"|operations|flap|graft|suture|knot|nystagmus|pupils?|dementia|psychosis|seizures?|epilepsy|aphasia"
    r"|foramen|fissure|sulcus|rhythm|tachycardia|reflux|dislocation|injury|impingement|proteins?|chromosome|deficiency"
    r"|receptors?|lamp|plates(?=[ \t]+\d)|blockade|rods|bodies)\b",
    re.IGNORECASE,
)
"""What follows a known eponym and no patient; a patient too has a fever, a rash or a knee."""

_ORDINARY = frozenset(
    re.findall(
        r"\w+",
        "Will May March April June August Young Brown White Black Green Gray Grey Long Short Small Little Best "
        "Good Day Stone "
        "Wood Woods Hill Lake Rivers Field Park Page Price Rich Moody Hope Grace Faith Joy Rose Lane Street Cook "
        "Baker Miller "
        "Smith Carpenter Mason Hunter Fisher Shepherd Nurse Pain Head Hand Foot Heart Bone Bell Case Child Wise "
        "Strong Sharp "
        "Cross Banks Rice Berry Bush Wolf Fox Bird Fish Love Power Free New Old High Low Early Late Summer Winter "
        "Snow Rain "
        "Frost Storm Waters Burns Payne Coffin Graves Parkinson Crohn Hodgkin Wilson Addison Cushing Down Turner "
        "Marfan Fabry "
        "Gaucher Alzheimer Huntington Raynaud Behcet Barrett Bartter Sjogren Gilbert Alport Wegener Still Baker "
        "Doppler Foley "
        "The And For With From Not Has Had Was Her His She Are But Nor Male Female Medical Center Clinic Hospital",
    )
)


def stray_names(text: str, given: Iterable[tuple[int, int]], lists: WordLists) -> list[Span]:
    """Given names, with the surname that follows, where nothing marks them as an eponym.

    Args:
        given: where capitalised given names stand.
        lists: the phrases of medicine.
    """
    found: list[Span] = []
    done = 0
    for start, end in given:
        if start < done or EPONYM.match(text, end):
            continue
        after = _NEXT.match(text, end)
        if after and _is_eponym(text, start, after, lists):
            done = after.end()
            continue
        found.append(Span(start, _end_of_name(text, end, after, lists), "name"))
    return found


def _is_eponym(text: str, start: int, after: re.Match[str], lists: WordLists) -> bool:
    """Whether given name and surname are an eponym of the list, or stand in a phrase of medicine."""
    if is_full_eponym(text, start, after.end()):
        return True
    headed = EPONYM.match(text, after.end())
    return headed is not None and not Phrases(text, lists).without(Span(start, after.end(), "name"))


def _end_of_name(text: str, end: int, after: re.Match[str] | None, lists: WordLists) -> int:
    """Where a name ends of which the given name ends here; an eponym that few people bear is no surname of theirs."""
    if after is None or EPONYM.match(f" {after['x']}"):
        return end
    surname = _POSSESSIVE.sub("", after["x"]).lower()
    if EPONYM.match(text, after.end()) and surname in EPONYMS and not person_too(surname, lists):
        return end
    return after.end()


def is_full_eponym(text: str, start: int, end: int) -> bool:
    """Whether given name and surname stand for what is named after them, as in ``Pierre Robin sequence``."""
    if text[start:end].lower() not in FULL_EPONYMS:
        return False
    return EPONYM.match(text, end) is not None or KNOWN_EPONYM.match(text, end) is not None


def repeated_names(text: str, names: Iterable[Span]) -> Iterator[Span]:
    """Further places where a word of a name stands; words of the language and eponyms are left alone."""
    words = {word for span in names for word in _NAME_WORD.findall(text[span.start : span.end])}
    words -= _ORDINARY
    if not words:
        return
    done = 0
    for start, word in sorted(hit for one in words for hit in _places(one, text)):
        end = start + len(word)
        if start < done:
            continue
        done = end
        if not EPONYM.match(text, end):
            yield Span(start, end, "name")


def _places(word: str, text: str) -> Iterator[tuple[int, str]]:
    """Where a word stands as a whole word."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not (start and _in_word(text[start - 1])) and not (end < len(text) and _in_word(text[end])):
            yield start, word
        start = text.find(word, start + 1)


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
