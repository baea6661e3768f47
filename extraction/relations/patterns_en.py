"""English sentence patterns."""

from __future__ import annotations

from extraction.relations.patterns import Meaning, compile_patterns

_GIVEN_FOR = r"""
{T}{x40}\b(?:to treat|for (?:the )?(?:treatment|management|control|relief) of|as (?:a )?treatment (?:for|of)) {x30}{C}
{D}{x15}\b(?:therapy|treatment) (?:for|of|in) {x20}{C}
\b(?:treatment|management|therapy) of {x20}{C} (?:with|by|using) {x20}{D}
{C}{x25}\b(?:treated|managed|controlled) (?:successfully |effectively |initially )?(?:with|by|using) {x20}{D}
\b(?:treat|treated|treating|manage|control) {x15}{C} (?:with|using) {x20}{D}
{D} (?:is|are|was|were|appears?|proved|has been|have been) (?:\w+ )?(?:effective|beneficial|useful|\
    efficacious) (?:in|for|against) {x25}{C}
{D} (?:\w+ )?(?:treats?|relieves?|relieved|ameliorates?|ameliorated|alleviates?|alleviated) {x15}{C}
"""
_GIVEN_FOR_IN_NOTES = r"""
{T}{x40}\b(?:for|prn|as needed for|to help with|to control|to manage|to relieve) (?:(?:his|her|their|the|\
    a|an|my|chronic|acute|mild|severe|known|both|some|possible|recurrent|refractory|active|worsening|ongoing|\
    persistent|intermittent|daily|nightly|\w+['’]s) ){0,3}{C}
{C}(?: ?\([^()]{1,12}\))?,? (?:is |was |currently |now |well |fairly |adequately |stable |doing well )*(?:on|taking|\
    with|takes|using) {D}
{C}(?: ?\([^()]{1,12}\))?(?:,|:|-| -)? (?:for which (?:he|she|the patient) (?:takes?|uses?|was started on|is on|\
    was given|received)|(?:we will |will )?(?:continue|start|started on|initiate|increase|resume|\
    begin)) (?:on )?{x15}{D}
\bfor (?:(?:his|her|the|their) )?(?:\w+ )?{C}, (?:he|she|the patient|we|i)(?: \w+){0,2} (?:takes?|uses?|started?|\
    continues?|prescribed?|gave|is on|was given|on|increase) {x20}{D}
"""
_CAUSES = r"""
{D}[\- ](?:induced|associated|related|mediated)[\- ]{x25}{C}
{C}{x20}\b(?:caused|induced|triggered|precipitated|provoked|produced) by {x30}{D}
{C}{x10}\b(?:attributed|attributable) to {x30}{D}
{C} (?:due|secondary) to {x20}{D}
{C} (?:associated|related) (?:with|to) {x20}{D}
{D}{x25}\b(?:caused?|causes|causing|induced?|induces|triggered|triggers|precipitated|provoked|led to|leads to|\
    resulted in|results in|resulting in|produced|produces) {x30}{C}
(?:^|\b(?:is|was|were|been|being|taken|now|came|come) )off {D}(?: [\w'\-]+){0,4}? (?:because of|due to|\
    owing to)(?: (?!remission|resol|improv|low|lack|absen|no |not |negativ|normal|cure|\
    free)[\w'\-]+){0,3}? {C}(?! (?:\w+ )?(?:remi|resol|improv|clear|cure|ablat|repair|free|rule|low))
{D}{x40}\b(?:stopped|discontinued|withdrawn|held) (?:\w+ ){0,3}?(?:because of|due to|owing to|for) {x20}{C}
\b(?:develop|developed|developing|develops|experienced|had|suffered) {x30}{C}{x30} (?:after|while|during|following|\
    from|on) (?:\w+ ){0,4}?{D}
\b(?:stop|stopped|discontinue|discontinued|withdrew|held) {x10}{D} (?:\w+ ){0,4}?(?:because of|due to|\
    owing to) {x20}{C}
{D}(?: ?\([^()]{1,15}\))? (?:toxicity|poisoning|overdose) (?:with|causing|presenting with) {x20}{C}
{C} (?:after|following) (?:the )?(?:use|administration|ingestion|treatment|therapy|initiation|infusion|injection|\
    exposure)(?: of| with| to)? {x15}{D}
\b(?:adverse|allergic|hypersensitivity) reaction to {D}{x10}[(:,\-] ?{x10}{C}
{C} (?:as an? )?(?:side effect|adverse effect|adverse reaction|complication) (?:of|to|from) {x20}{D}
{D}(?: \w+)? ?(?:->|→) ?{C}
"""
_CAUSES_IN_NOTES = r"""
{C}{x10} from (?:the |his |her )?{D}(?: use)?
\b(?:d/c'?d?|dc'd) {x10}{D} (?:\w+ ){0,4}?(?:because of|due to|owing to) {x20}{C}
\b(?:switched|changed|transitioned) (?:\w+ ){0,2}from {D} to {x15}DRUG{x15}(?:because of|due to|owing to) {x20}{C}
\bintoleran(?:t|ce) (?:of|to) {D}{x10}[(:,\-] ?{x10}{C}
{D} intolerance ?[(:,\-] ?{x10}{C}
{C}{x20}\b(?:after|since) (?:starting|beginning|taking|receiving|initiating|being started on) {x15}{D}
\b(?:after|since) (?:starting|beginning|taking|receiving|initiating) {D}{x40}\b(?:developed|noticed|had|experienced|\
    has had) {x20}{C}
"""
_HAS_PHENOTYPE = r"""
{C}{x20}\b(?:is|are|was|were) characteri[sz]ed by {x40}{C2}
{C} (?:patients )?(?:commonly |often |usually |typically )?(?:presents?|presented|presenting|manifests?|\
    manifested) (?:with|as|by) {x30}{C2}
"""
_PHENOTYPE_OF = r"""
\b(?:signs|symptoms|manifestations|features) of {C} (?:are|include|included|including|such as) {x20}{C2}
"""
_CONTRAINDICATED = r"""
{D} (?:is|are|was|were) (?:absolutely |relatively |strictly |also )?contra-?indicated (?:in|with|for) {x30}{C}
{D} (?:should|must) (?:not be (?:used|given|administered|prescribed)|be avoided) (?:in|with|for) {x30}{C}
\b(?:avoid|do not use|do not give) {D} (?:in|with) {x30}{C}
{C} (?:is|are) (?:an? )?(?:absolute |relative )?contra-?indications? (?:to|for) {x25}{D}
\bcontra-?indications? (?:to|of|for) {D} (?:is|are|include|includes|including) {x25}{C}
"""
_INTERACTS = r"""
\binteractions? (?:between|of) {x20}(?P<d>DRUG) (?:and|with) {x15}(?P<e>DRUG)
(?P<d>DRUG) (?:\w+ )?interact(?:s|ed|ing)? with {x15}(?P<e>DRUG)
(?P<d>DRUG)[\-–/](?P<e>DRUG) interactions?
(?P<d>DRUG) (?:significantly |markedly |strongly )?(?:increase[sd]?|decrease[sd]?|raise[sd]?|reduce[sd]?|\
    potentiate[sd]?|inhibit(?:s|ed)?|enhance[sd]?|prolong(?:s|ed)?) (?:the )?(?:plasma |serum |blood )?(?:levels?|\
    concentrations?|effects?|metabolism|clearance|toxicity|half-life|bioavailability|auc|\
    absorption) of {x15}(?P<e>DRUG)
\b(?:co-?administration|combination|concomitant use) of {x10}(?P<d>DRUG) (?:and|\
    with) {x10}(?P<e>DRUG){x20} (?:is contraindicated|should be avoided|increase[sd]?|may increase)
"""
_TAKES = r"""
\b(?:takes?|taking|took|taken|uses?|using|used|on|receiv(?:es|ed|ing)|given|gave|prescribed?|prescribing|\
    continued?|continues|continuing|start|started|starting|initiate[sd]?|initiating|begin|began|begun|resume[sd]?|\
    restart(?:ed)?|re-?introduced?|re-?commenced?|re-?instated?|\
    add|added|increased?|decreased?|reduced?|switch(?:ed)? to|chang(?:e|ed) to|administered|\
    utiliz(?:e|es|ed|ing)|refill(?:ed)?|raise[sd]?|keep|kept|tolerat(?:es|ing)|titrate[sd]?|tried|needs|requires|\
    loaded with|treated with|bolus of|dose of)(?: (?:on|to|with|of|the|a|an|his|her|their|my|him|her|this|patient|\
    low-dose|high-dose|low|high|dose|oral|iv|intravenous|po|daily|nightly|weekly|some|any|regular|regularly|only|\
    also|prn|inhaled|topical|subcutaneous|maintenance|home|current|continued|over-the-counter|and|both|back|today|\
    dosing|course|extra|\d[\w.]*|mg|mcg|units)){0,4} {D}(?! (?:levels?|concentrations?|toxicity|allergy|\
    overdose|consumption|intake))
{D}{x30}\b(?:was|were|is|are|has been|have been|will be) (?:then |also )?(?:started|continued|given|prescribed|\
    initiated|resumed|increased|added|administered|restarted|re-?introduced|re-?commenced|\
    re-?instated|reduced|titrated|refilled)
{D}(?: \d[\d.,]* ?[a-z]+)?(?: [a-z]+)?,? (?:was |has been |then |now |recently )?(?:increased|decreased|reduced|\
    raised|lowered|changed|escalated|tapered|(?:up|down)-?titrated|titrated)(?: up| down| further)? (?:to|\
    from) (?:\d[\d.,]* (?:to|-) )?\d[\d.,]* ?(?:mg|mcg|µg|g|units?|iu|ml|meq|puffs?|tablets?)\b(?! ?/)
{D}(?: \d[\d.,]* ?[a-z]+)?(?: [a-z]+)? ?[:|–-] ?(?:to |please )?(?:continued?|still taking|\
    currently taking)(?=[.,;)|]|$| (?:at|on|as|same|unchanged|for|long)\b)
{D}(?: \d[\d.,]* ?(?:mg|mcg|µg|g|units?|iu|ml|meq|puffs?|tablets?)\b)?(?: (?:po|iv|im|sc|oral|orally|daily|nightly|\
    weekly|once|twice|od|bd|tds|qds|bid|tid|qid|qhs|at night|therapy|treatment|infusion)){0,3} (?:started|initiated|\
    commenced|begun|added|continued)(?=[.,;)|]|$| (?:on \d|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|in|at|today|\
    yesterday|for|instead|by|last|with good|and)\b)
^[\W\d]*(?:\w+[ :]+)?{D},? (?:\w+ )?\(?\d[\d.,]*\s*(?:mg|mcg|µg|g|units?|iu|ml|meq|puffs?|tablets?)\b(?! ?/ ?(?:d?l|\
    ml|mmol|mol)\b)
{D} \d[\d.,]* ?(?:mg|mcg|µg|g|units?|iu|ml|meq)(?:/\w+)? (?:po|iv|im|sc|sq|by mouth|orally|daily|once|twice|bid|tid|\
    qid|q\d+h|every|weekly|nightly|at bedtime|subcutaneously)
\b(?:switch|chang|transition|convert)(?:e?d|ing)? (?:\w+ ){0,2}from {x15}DRUG{x15}\bto {x15}{D}
(?:^|[,;:(.])(?:(?!\b(?:den[iy]\w*|not?|never|without|allerg\w*|intoleran\w*|fail\w*|options?|choices?|avoid\w*|\
    held|hold\w*|stop\w*|discontinu\w*|past|previous\w*|prior|former\w*|contra-?indicat\w*|interact\w*|if|may|might|\
    could|consider\w*)\b)[^,;:(.])*?(?:^|(?<=[,;:(.]) ?|\b(?:and|that|current|home|her|his|their|the|my|daily|\
    outpatient|inpatient|discharge|admission|active|regular|chronic|present|scheduled|only|other|oral|\
    list of|patient['’]s|pt['’]s) )(?:meds|medications?|medicines|prescriptions)(?: list)?(?: (?:currently|also|now|\
    only))? (?:are|is|includes?|including|consists? of)(?! not?\b| held| all held){x10} {D}
\b(?:compliant|adherent|doing well|stable|maintained|controlled|managed) (?:with|on)(?: (?:his|her|the|their|\
    current|daily|\w+ing))? {D}
"""
_TAKES_NOT = r"""
\b(?:stop|stopped|stopping|stops|discontinued?|discontinuing|d/c|dc'd|d/c'd|hold|held|holding|quit|off|\
    ceased?|ceasing|gave up|given up|giving up|\
    no longer (?:currently |actively )?(?:taking|takes|takes any|on|using)|not (?:currently |presently |actively |\
    been |yet |now ){0,2}(?:taking|on|using|taken|started|received|tolerate|tolerated)|\
    (?:do|does|did|can|could) not (?:currently |actively |usually |routinely |ever )?(?:use|take|receive)|\
    (?:has |have )?never (?:taken|used|received)|denies (?:taking|using|use of|any use of)|denied (?:taking|using|\
    use of)|weaned off|came off|ran out of|stay off|withdrew|without|declined|declines|refused|refuses)(?: (?:of|\
    the|all|any|his|her|their|my|taking|using|use|both|further|daily|oral|current|today)){0,3} {D}(?! (?:regularly|\
    as (?:prescribed|directed|instructed|ordered)|consistently|correctly|properly|reliably)\b)
{D}{x30}\b(?:was|were|is|are|has been|have been|will be) (?:then |also |later |therefore )?(?:stopped|discontinued|\
    ceased|held|withdrawn|withheld|declined|refused)
{D}[ :\-(]{1,3}(?:stopped|discontinued|held|on hold|d/c'd|declined)
{D}{x30}[,(\-–] ?(?:was |has been )?(?:recently |now |since )?(?:stopped|discontinued|d/c'd|held|on hold)\b
\b(?:previously|formerly|in the past|prior to this|was once|had been|before)(?: (?!stable|well|doing)\w+)? (?:on|\
    taking|took|treated with|used|using|managed with|tried|received|prescribed) (?:the |a |an )?{D}
\b(?:switch(?:ed|ing)?|chang(?:ed|ing|e)|transition(?:ed|ing)?|\
    convert(?:ed)?)(?: (?:him|her|the patient|over|back)){0,2} from {x15}{D}
{D} (?:taper|course) (?:was |has been |is )?(?:now )?(?:completed|finished)
\bused to (?:take|use|be on|be taking) (?:the |a |an )?{D}
\b(?:instead of|in place of|rather than) (?:the |his |her )?{D}
\breplac(?:e|ed|ing) {x10}{D} (?:with|by)
\b(?:failed|failure of|did not tolerate|could not tolerate|unable to tolerate|intolerant (?:to|of)|\
    (?:has |had |recently )?(?:completed?|finished)(?: (?:an?|the|his|her|course|full|of|\
    \d+|\d+-day|days?)){0,5}) {D}
{D}{x20}\b(?:in the past|years ago|months ago|last year|previously)\b(?! (?:started|prescribed|diagnosed))
"""
_ALLERGIC = r"""
\ballerg(?:ic|y|ies) (?:reaction )?to (?:\w+ )?{D}
\b(?:hypersensitivity|anaphylaxis|anaphylactic reaction) to (?:\w+ )?{D}
{D} (?:allerg(?:y|ies)|hypersensitivity)
\ballerg(?:y|ies)(?: include| includes|:| -) (?:\w+ )?{D}
"""
_DRUG_SYMBOL = "\ue000"


ENGLISH_PATTERNS = (
    *compile_patterns(_GIVEN_FOR, Meaning.GIVEN_FOR, 0.75, "en"),
    *compile_patterns(_CAUSES, Meaning.CAUSES, 0.75, "en"),
    *compile_patterns(_HAS_PHENOTYPE + _PHENOTYPE_OF, Meaning.HAS_PHENOTYPE, 0.7, "en"),
    *compile_patterns(_CONTRAINDICATED, Meaning.CONTRAINDICATED, 0.8, "en"),
    *compile_patterns(_INTERACTS.replace("DRUG", _DRUG_SYMBOL), Meaning.INTERACTS, 0.7, "en"),
)
"""Patterns for any text."""

ENGLISH_NOTE_PATTERNS = (
    *compile_patterns(_GIVEN_FOR_IN_NOTES, Meaning.GIVEN_FOR, 0.7, "en"),
    *compile_patterns(_CAUSES_IN_NOTES.replace("DRUG", _DRUG_SYMBOL), Meaning.CAUSES, 0.6, "en"),
    *compile_patterns(_ALLERGIC, Meaning.ALLERGIC, 0.85, "en"),
    *compile_patterns(_TAKES_NOT, Meaning.TAKES_NOT, 0.75, "en"),
    *compile_patterns(_TAKES.replace("DRUG", _DRUG_SYMBOL), Meaning.TAKES, 0.75, "en"),
)
"""Further patterns for clinical notes, whose style would mislead in literature."""
