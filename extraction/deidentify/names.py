"""English given names that stand alone, and further places of names that were already found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extraction.deidentify.english import LOWER, UPPER, WORD
from extraction.deidentify.eponyms import FULL_EPONYMS
from extraction.deidentify.rules import Span

_NAME_WORD = re.compile(rf"[{UPPER}][{LOWER}{UPPER}'’\-]{{2,}}")
_NEXT = re.compile(rf"[ \t]+(?:(?:[{UPPER}]\.[ \t]+)?)(?P<x>{WORD})")
EPONYM = re.compile(
    r"['’]?s?[ \t\n\-]+(?:disease|syndromes?|signs?|tests?|palsy|lymphoma|sarcoma|tumou?rs?|criteria|scores?|scale"
    r"|contracture"
    r"|catheters?|drain|tube|thyroiditis|encephalopathy|esophagus|oesophagus|ulcer|fractures?|procedure|operation"
    r"|reflex|law"
    r"|phenomenon|anemia|anaemia|nodes?|bodies|cells?(?![ \t]*(?:phone|number|no\b|#|:|[(+]?\d))"
    r"|classification|stage|formula|position|maneuver|manoeuvre|deficit"
    r"|dystrophy|ataxia|chorea|arthritis|purpura|nephropathy|neuropathy|optic|tetralogy|gangrene|hernia|line|triad"
    r"|scores|index|indices|clamps?|forceps|retractors?|stains?|staining|staging|grade|grading|gait|incision|repair"
    r"|anastomosis|technique|method|units?|scan|murmur|spots?|lines|cysts?|agar|virus|bacillus|space|canal|ligament"
    r"|gland|ducts?|pouch|plexus|reaction|equation|ratio|angle|regimen|protocol|needle|wire|screw|stent|valve|filter"
    r"|prosthesis|splint|brace|collar|reflexes|manoeuvres|maneuvers|triangle|membrane|ring|rings|hump|lesion|lesions"
    r"|neoplasm|carcinoma|adenoma|granulomatosis|vasculitis|arteritis|stroke volume|respirations|breathing|facies"
    r"|paralysis|paresis|degeneration|malformation|anomaly|deformity|amputation|osteotomy|excision|pack|tampon|follow-up"
    r"|bandage|lavage|mask|cannula|balloon|factor|antigen|antibod(?:y|ies)|toxin|medium|solution|lactate|inventory"
    r"|questionnaire|checklist|system|type|types|mutation|bypass|shunt|loop|anastomoses|pattern|sarcomas|lymphomas)\b",
    re.IGNORECASE,
)
"""What follows a name that stands for a disease, a sign or a device."""

KNOWN_EPONYM = re.compile(
    r"['’]?s?[ \t\-]+(?:"
    r"levels?(?=[ \t]+[ivIV\d])|point|trocars?|sequence|contractions?"
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


def stray_names(text: str, given: Iterable[tuple[int, int]]) -> list[Span]:
    """Given names, with the surname that follows, where nothing marks them as an eponym.

    Args:
        given: where capitalised given names stand.
    """
    found: list[Span] = []
    done = 0
    for start, end in given:
        if start < done or EPONYM.match(text, end):
            continue
        after = _NEXT.match(text, end)
        if after and is_full_eponym(text, start, after.end()):
            done = after.end()
            continue
        if after and not EPONYM.match(text, after.end()) and EPONYM.match(f" {after['x']}") is None:
            end = after.end()
        found.append(Span(start, end, "name"))
    return found


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
