"""What fills the clinical slots of whole English notes: terms in the spellings of charts, short forms, lists."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from extraction.deidentify.no_names import BRANDS
from extraction.deidentify_gold import CLINICAL_TERM
from tools.identifiers import grammar_en, terms
from tools.identifiers.terms import Terms

Fill = Callable[[], tuple[str, str]]
_SHORT = re.findall(
    r"\S+",
    "HTN DM2 T2DM CAD COPD CHF CKD ESRD GERD OSA PE DVT TIA CVA STEMI NSTEMI AFib BPH RA OA SLE IBS UTI URI PNA AKI"
    " HLD PVD MS TBI PTSD ADHD OCD HIV HCV HBV NASH ETOH CABG PCI TAVR EGD ERCP TURP TAH-BSO LEEP ORIF THA TKA ACDF"
    " IVDU MRSA VRE C.diff AAA PCOS SIADH DKA HHS ITP TTP DIC GBM NSCLC SCLC HCC RCC AML CLL MGUS MDS GVHD ILD IPF PFO"
    " ASD VSD HOCM WPW SVT VT VF PVC SBO IBD UC GIB PUD NAFLD BPPV MVA FTT SIDS NEC RSV",
)
_EXAM = re.findall(
    r"[^|]+",
    "PERRLA|EOMI|NCAT|RRR|CTAB|NTND|NAD|A&Ox3|No JVD|No LAD|MMM|2+ DP pulses|No CVA tenderness|Normocephalic|Atraumatic"
    "|Anicteric|Nontender|Nondistended|No clubbing, cyanosis or edema|Clear to Auscultation Bilaterally"
    "|Regular Rate and Rhythm|S1/S2 normal|Normoactive Bowel Sounds|Negative Murphy|TM clear|Oropharynx clear"
    "|DTRs 2+ symmetric|Babinski downgoing|Well Developed, Well Nourished|Alert and Oriented|Neck Supple"
    "|Trachea midline|Gait steady|Skin warm and dry|Moves All Extremities|Neurologically intact|No Focal Deficits"
    "|Conjunctivae pink|Sclera Clear|Hypoactive BS|Rectal Guaiac Neg|Homans neg|Capillary Refill brisk"
    "|Afebrile|Ill-appearing|Obese",
)
_WORDS_OF_FORMS = re.findall(
    r"[^|]+",
    "Preop|Postop|Follow-up|Radiographs|Histology|Nonsignificant|Noncontributory|Unremarkable|Unchanged|Status Post"
    "|Rule Out|Chronic|Acute|Bilateral|Left|Right|Mild|Severe|Moderate|Stable|Improving|Worse|Abnormal|Refused|Denied"
    "|Pending|Not Done|See Note|As Above|Within Normal Limits|Deferred|Reconciled|Reviewed|Current|Former|Never"
    "|Full Code|DNR/DNI|Comfort Care|High Risk|Low Sodium Diet|Regular Diet|Bed Rest|Fall Precautions|Home Health"
    "|Return to Work",
)
_JOINTS = (", ", "; ", ". ", "\n", "\n- ", " / ", " | ", ", and ", " + ", "\n* ")
_CASED: tuple[Callable[[str], str], ...] = (str, str.lower, str.capitalize, str.title, str.upper)
_SHOUTED = 0.15


def chart_slots(generator: random.Random, words: Terms) -> dict[str, Fill]:
    """Slots for one note. Terms in capitals, as ``PROBLEM``, are spelt so; so are those with one, as ``Problem``."""
    choose = generator.choice
    brands = sorted(one for one in BRANDS if one.isalpha())

    def term(change: Callable[[str], str], *kinds: str) -> Fill:
        return lambda: (change(words.of(choose(kinds))), CLINICAL_TERM)

    def made(draw: Callable[[], str], kind: str = CLINICAL_TERM) -> Fill:
        return lambda: (draw(), kind)

    def first(text: str) -> str:
        change: Callable[[str], str] = choose((str.title, _raised, _raised))
        return text.upper() if generator.random() < _SHOUTED else change(text)

    def bit() -> str:
        kind = choose(("disease", "finding", "procedure", "drug", "measure", "short", "exam", "form", "brand", "gene"))
        own = {"short": _SHORT, "exam": _EXAM, "form": _WORDS_OF_FORMS, "brand": brands}.get(kind)
        return choose(own) if own and kind != "brand" else choose(_CASED)(choose(own) if own else words.of(kind))

    def several(draw: Callable[[], str]) -> str:
        joint = choose(_JOINTS)
        return joint.join(draw() for _ in range(generator.randrange(2, 8)))

    return {
        "problem": term(str, "disease", "finding"),
        "Problem": term(first, "disease", "finding", "finding"),
        "PROBLEM": term(str.upper, "disease", "finding"),
        "finding": term(str.lower, "finding"),
        "Finding": term(first, "finding"),
        "procedure": term(str.lower, "procedure"),
        "Procedure": term(str, "procedure"),
        "medicine": made(lambda: choose(_CASED)(words.of("drug"))),
        "MEDICINE": term(str.upper, "drug"),
        "Drug": term(_raised, "drug"),
        "brand": made(lambda: choose(brands).capitalize()),
        "short": made(lambda: choose(_SHORT)),
        "Short": made(lambda: choose(_SHORT)),
        "Eponym": made(lambda: words.choice(terms.EPONYMS)),
        "exams": made(lambda: f"{choose((', ', '. ', '; ')).join(generator.sample(_EXAM, 4))}."),
        "bits": made(lambda: f"{several(bit)}."),
        "ICD": made(lambda: f"{choose('ABCDEFGIJKLMNRSTZ')}{generator.randrange(10, 99)}.{generator.randrange(10)}"),
        "TABLE": made(lambda: grammar_en.table(generator)),
    }


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]
