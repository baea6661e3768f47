"""English cue phrases."""

from __future__ import annotations

from extraction.assertion_denials_en import DENIALS
from extraction.assertion_english import correct_english
from extraction.assertion_people import PEOPLE, bearing_of
from extraction.assertion_roles import ROLES
from extraction.assertion_rules import EVERYTHING, Direction, Effect, RuleSet, phrases
from extraction.assertion_words_en import BELIEVED, HYPOTHETICAL

_N, _U, _H, _Y, _O = Effect.NEGATED, Effect.UNCERTAIN, Effect.HISTORICAL, Effect.HYPOTHETICAL, Effect.OTHER
_BEFORE = Direction.BEFORE

_NEGATED_AFTER = """
no | nobody | no one | not | without | w/o | denies | denied | deny | denying | denial of | never | never had
| none | nor | neither | cannot | can not | could not | couldn't | can't | doesn't | didn't | don't | isn't
| wasn't | weren't | aren't
| hasn't | haven't | hadn't | won't | absence of | absent | lack of | lacks | lacked | lacking | free of | free from
| negative for | neg for | -ve for | negative | negative history of | no evidence of | no evidence for
| no evidence to suggest | no findings of | no findings to suggest | no sign of | no signs of
| no signs or symptoms of | no history of | no hx of | no h/o | no prior history of | no longer | no new | no known
| no further | no obvious | no suspicious | no definite | no complaints of | not have | not had | not demonstrate
| not show | not reveal | not appear to have | not consistent with | not suggestive of | not support
| not support a diagnosis of | not typical of | not typical for | not compatible with | fails to reveal
| failed to reveal | fails to show | rules out | ruled out for | ruled the patient out for | ruled him out for
| ruled her out for | evidence against | argues against | argue against | inconsistent with | unremarkable for
| has ruled out | excludes | excluded | declined | declines | refused | refuses | resolved without
| not given | not been given | never given
| negatives include | pertinent negatives | (-) | avoid | avoids | avoided | unlikely | not likely
| nonreactive for | non-reactive for | seronegative for | nonreactive | non-reactive
"""
_NEGATED_BEFORE = """
was ruled out | were ruled out | is ruled out | are ruled out | been ruled out | ruled out | was excluded
| were excluded | been excluded | is excluded | is absent | are absent | was absent | were absent | (-)
| is negative | are negative | was negative | were negative | not seen | not identified
| not present | not noted | not found | not visualized | not detected | not appreciated | not demonstrated
| not observed | not evident | not palpable | not reported | not indicated | not felt | not believed | is denied
| are denied | denied | is unlikely | are unlikely | seems unlikely | was unlikely | unlikely | is not likely
| excluded by | excluded on | excluded with | excluded after | ruled-out | has not recurred | have not recurred
| not suspected | never occurred | be avoided | was avoided | avoided
"""
_NOT_A_NEGATION = """
net negative | not only | not necessarily | no change in | no changes in the | no interval change in
| no significant change in
| no significant interval change in | no increase in | no improvement in | no worsening of | not certain whether
| not certain if | not sure if | no doubt | without difficulty | gram negative | gram-negative | not improved
| not improve | not resolved | not resolve | not help | not relieved | not controlled | not well controlled
| not taken | not well-controlled | not drain | not include | without improvement | without relief | no relief of
| no relief with | no relief from | no response to | not respond to | not responded to | not responding to
| no better | not been taking | not taking | not tolerate | not tolerating | not on | no more than | not limited to
| no longer taking | no longer takes | no longer using | no longer on
| cannot take | not currently taking | not presently taking | not actively taking | not currently using
| not presently using | not currently on | no issues with | no problems with | no concerns with | no known cause of
| cause unknown | does not prevent | not related to | not due to | not because of | no complications of
| no contraindication to | not feel like | not yet | not use | not using | not used | not started | without contrast
| negative inspiratory | test negative | no trouble with | denies issues with | denies any issues with
| denies problems with | denies missing | not compliant | non compliant | non-compliant | non insulin | non-insulin
| non small | non-small | non st | non-st | non hodgkin | non-hodgkin | no residua of | not consistent with taking
| inconsistent with taking | not consistent in taking | not compliant with | not always | most likely etiology of
| likely etiology of | most likely cause of | likely cause of | not contraindicated | not a contraindication
| not contra-indicated | no contraindication | not done | not performed | not obtained | not completed | not carried out
| not attempted | not repeated | not ordered | not scheduled | not planned | not be done | not be performed
| could not be done | could not be performed | cannot be done | cannot be performed
"""
_UNCERTAIN_AFTER = """
possible | possibly | probable | probably | likely | most likely | presumed | presumably | presumptive | suspected
| suspect | suspicion of | suspicion for | suspicious for | suspicious of | suspecting | concern for | concerns for
| concerning for | concerned about | concern about | worried about | worrisome for | questionable | question of
| query | ? | ?? | r/o | rule out | to exclude | to rule out | rule-out | ruling out | may be | may have | may represent
| may reflect | might be | might have | might represent | could be | could represent | could reflect | could have
| maybe | perhaps | suggestive of | suggesting | suggests | suggest | evaluate for | evaluation for
| evaluation of possible | vs | vs. | versus | appears to be | seems to be | seem to be | thought to be | think this is
| thinks he has | thinks she has | compatible with | equivocal for | cannot exclude | cannot rule out
| can not exclude | can not rule out | can't rule out | could not exclude | could not rule out | couldn't exclude
| not excluded | cannot be excluded | not exclude | not rule out | not certain whether | not certain if
| not sure if | unable to exclude | unable to rule out | indeterminate for | borderline | tentative
| working diagnosis of | provisional diagnosis of | impression of possible | in case of possible | investigate for
| work up for | workup for | work-up for | either | unlikely | not likely | doubt | doubts | doubtful | doubtful for
| low likelihood of | low likelihood for | low suspicion for | low suspicion of | low probability of | low concern for
| small chance of | feared | fears | fearful of
"""
_DIFFERENTIAL = """
differential includes | differential diagnosis includes | differential diagnosis of | differential diagnosis: | ddx
| ddx: | d/dx | differential: | differential dx
"""
_UNCERTAIN_BEFORE = """
cannot be excluded | cannot be ruled out | can not be excluded | can not be ruled out | could not be excluded
| could not be ruled out | can't be excluded | not excluded | not ruled out | has not been ruled out | is possible
| initially suspected | suspected initially | first suspected | is suspected | are suspected | was suspected
| were suspected | is likely | is probable | likely | is questionable
| is a possibility | is in the differential | on the differential | is considered | was considered | is a concern
| ? | ?? | to be ruled out | needs to be excluded | should be excluded | must be excluded | vs | vs. | versus
| is unlikely | are unlikely | seems unlikely | was unlikely | unlikely | is not likely | considered | was feared
| were feared | feared | is doubtful | doubtful | was doubted
"""
_WHETHER = """
whether | whether or not | whether she has | whether he has | whether they have | whether the patient has
| whether patient has | whether there is | whether this is | whether or not he has | whether or not she has
| whether or not the patient has | whether or not there is | whether he had | whether she had
"""
_HISTORICAL_AFTER = """
history of | histories of | h/o | hx of | hx | hx: | history significant for | history is significant for
| history notable for | history is notable for | history remarkable for | history is remarkable for
| history is positive for | history positive for | history includes | history including | history that includes
| history consists of | past history of | past medical history | past surgical history | medical history
| surgical history | pmh | pmhx | pmh: | psh | pshx | previous | previously | prior | prior history of | status post
| status-post | s/p | former | formerly | ex | remote | old | healed | childhood | as a child | last year
| last time | longstanding history of | long-standing history of | known history of | previously had
| previously diagnosed with | prior episode of | prior episodes of | recovered from | recovering from | used to have
| resolved
"""
_HISTORICAL_BEFORE = """
history | hx | in the past | years ago | year ago | decades ago | last year | as a child | as a teenager
| in childhood | in infancy | in his youth | in her youth | when he was a child | when she was a child
| in remission | previously | the last time | has resolved | have resolved | had resolved | is resolved
| was resolved | is gone | are gone | have gone | gone away | went away | has cleared | have cleared
| resolved | has since resolved | have since resolved | was treated in | at age | subsided | has subsided
| have subsided | had subsided
"""
_NOT_HISTORY = """
history of present illness | history of the present illness | history of presenting | history and physical
| history & physical | history taking | history was obtained | history obtained | history provided
| history is obtained | history is provided | brief history | clinical history | poor historian | prior to
| prior exam | prior examination | prior study | prior ct | prior mri | previous exam | previous examination
| previous study | previous admission | compared to prior | compared with prior | compared to previous
| since the prior | from prior | unlike previous | over the past | for the past | during the past | within the past
| in the past few | in the past week | in the past month | in the past day | in the past 24 | in the past two
| in the past several | past few | past several | social history | the last time he was seen | as previously
| as previously noted | previously noted | previously scheduled | previously prescribed | post op | post-op
| old age | year old | years old | previous visit | prior visit | last visit | old male | old female | old man
| old woman | old gentleman | old lady | months old | day history | week history | month history | year history
| hour history | day history of | week history of | month history of | hour history of | days history of
| weeks history of | months history of
"""
_HYPOTHETICAL_AFTER = """
if | unless | should he | should she | should they | should you | should the patient | should there be | should any
| should this | should these | should symptoms | in case of | in case | in the event of | in the event that
| return for | return if | return with | call if | call for | call with | call us with | seek care for | monitor for
| monitoring for | monitored for | watch for | watch out for | look out for | observe for | be alert for | risk of
| risk for | at risk for | at risk of | increased risk of | to prevent | prevention of | to avoid | prophylaxis
| prophylaxis for | prophylaxis against | prophylactic | screen for | screening for | screened for | test for
| testing for | tested for | check for | precautions | precautions for | warning signs | signs of when
| educated about | educated on | counseled on | counselled on | counseled about | counseled regarding
| discussed the risks of | risks of | risks include | risks including | side effects include
| side effects including | side effects such as | such as may occur | could develop | may develop | might develop
| can cause | may cause | could cause | can lead to | may lead to | could lead to | can occur
| worry about developing | prevent | preventing | to reduce the risk of | whenever | as if | prone to | afraid of
| fear of
| return to the emergency department | return to the ed | return to the er | return to ed | return immediately
| come back for | come back if | come at once | call us for | call the office for | contact us for
| seek medical attention for | seek care if | report any
"""
_VACCINATED = """
vaccine | vaccination | vaccinated against | immunization | immunized against | immune to | immunity to
| immunity against | immunised against | inoculated against | booster for
"""
_HYPOTHETICAL_BEFORE = """
prophylaxis | precautions | screening | vaccine | vaccination | immunization | prevention | risk | would prompt
| booster | boosters | shot | shots | jab | toxoid | marker | markers | immune | immunity
| should prompt | may occur | can occur | could occur | might occur | warrants return
"""
_NOT_HYPOTHETICAL = """
asked if | ask if | wonders if | wondering if | wondered if | see if | unsure if | unclear if | know if
| as if nothing | even if | is planned | are planned | was planned | were planned | been planned | being planned
"""
_FAMILY = "family history of | family history | fh | fhx | family hx | fh: | fh of | family medical history | fam hx"
_NO_RELATIVE = "family reports | family states | family medicine | family doctor | family physician | family practice"
_OTHER_AFTER = """
no one in the family | no one in her family | no one in his family | nobody in the family | someone in the family
| anyone in the family | everyone in the family | family members with | no one else in the family | runs in
| carer of | caregiver of | caregiver for | carer for | cares for
"""
_CONTACT_AFTER = """
contact with | contacts with | contact of | in contact with | exposure to | exposures to | exposed to | someone with
| somebody with | a person with | people with | persons with
"""
_NOT_CONTACT = """
after exposure to | following exposure to | upon exposure to | on exposure to | with exposure to | lost contact with
| eye contact with | skin contact with
"""
_OTHER_BEFORE = """
in the family | runs in the family | run in the family | in his family | in her family | family history
| in family members | in the household | in household contacts | in the home | in a relative
| in a first-degree relative | on the maternal side | on the paternal side
"""
_GRADED = """
, mild | , mildly | , moderate | , slight | , slightly | , trace | , minimal | , small | , some | , stable | , unchanged
| , improving | , improved | , persistent | , residual | , occasional
"""  # in a list of what is denied, who grades a finding has found it
_SCOPE_ENDS = """
but | however | although | though | except | except for | except that | apart from | aside from | other than
| with the exception of | yet | nevertheless | still has | still having | whereas | while | which | who | that showed
| secondary to | due to | because of | because | since he | since she | as a cause of | as the cause of | caused by
| attributed to | as there | therefore | so | then | presents with | presents for | presents to | who presents
| who presented | complains of | reports | admits | was admitted | coming in | comes in | came in | is on
| is currently | currently has | takes | he uses | she uses | patient uses | he smokes | she smokes
| , his medications | , her medications | , medications | , home medications | , his current medications
| , her current medications | , current medications | , his home medications | , her home medications | patient has
| patient had | patient does have | he has | she has | he had | she had | they have | does have | did have | do have
| and has | and had | and is | and was | and with | now has | now with | aside | consistent with | some
| in the setting of | in setting of
"""
_EVIDENCE = """
that evidence indication indications suggestion sign signs proof record report reports suspicion way reason believe
believes believed think thinks thought sure certain aware drug drugs substance substances medication medications
"""  # of these, and of what is denied, "he uses" is the content
_HISTORY_ENDS = """
currently | today | now | at this time | on admission | this morning | tonight | this visit | is here | denies
| denied | denying
"""
_PATIENT_AGAIN = """
patient | the patient | pt | patient's own | he himself | she herself | he also | she also | he has | she has
| he reports | she reports | personally | patient has | patient had | patient does have
"""
_PATIENT_DENIES = (
    "he denies | she denies | patient denies | pt denies | the patient denies | he denied | she denied | patient denied"
)
_USERS = ("he", "she", "patient", "the patient", "pt")
_DENIALS = ("denies", "denied", "denying", "deny")
_USING = tuple(f"{who} {does}" for who in _USERS for does in ("uses", "smokes"))
_ENUMERATION = " | ".join(f"{number})" for number in range(1, 20))


def _of_the_patient() -> str:
    return " | ".join(f"{one} of {patient}" for one in PEOPLE for patient in ("the patient", "this patient", "patient"))


_RULES = (
    *phrases(_NEGATED_AFTER, _N),
    *phrases(_NEGATED_BEFORE, _N, _BEFORE, commas=1),
    *phrases(
        "negative. | negative; | negative, | negative) | nonreactive | nonreactive, | non-reactive | non-reactive,",
        _N,
        _BEFORE,
        commas=2,
    ),
    *phrases("ruled out | rather than | instead of", _N, reach=2, commas=0),
    *phrases("absent", _N, _BEFORE, reach=1, commas=0),
    *phrases(_NOT_A_NEGATION, Effect.NONE),
    *phrases(_UNCERTAIN_AFTER, _U, commas=1),
    *phrases(_DIFFERENTIAL, _U),
    *phrases(BELIEVED, _U, commas=1),
    *phrases("(delusional) | (delusion) | (delusional", _U, _BEFORE, reach=1),
    *phrases(_UNCERTAIN_BEFORE, _U, _BEFORE, reach=4, commas=0),
    *phrases(_WHETHER, _U, reach=4, commas=0),
    *phrases("or not", Effect.NONE),
    *phrases(
        "suspected. | suspected, | suspected; | suspected) | possible. | probable. | suspected by | suspected on",
        _U,
        _BEFORE,
        reach=1,
        commas=0,
    ),
    *phrases("testing | work-up | workup", _U, _BEFORE, reach=1, commas=0),
    *phrases(_HISTORICAL_AFTER, _H),
    *phrases("old | prior | previous | previously | former | formerly | ex | remote | healed", _H, reach=4),
    *phrases("resolved | status post | s/p", _H, reach=6, commas=0),
    *phrases(_HISTORICAL_BEFORE, _H, _BEFORE, reach=8),
    *phrases("history | hx | resolved", _H, _BEFORE, reach=1),
    *phrases(_NOT_HISTORY, Effect.NONE),
    *phrases(_HYPOTHETICAL_AFTER, _Y),
    *phrases(_VACCINATED, _Y, commas=0),
    *phrases(HYPOTHETICAL, _Y),
    *phrases("planned", _Y, reach=1, commas=0),
    *phrases(_HYPOTHETICAL_BEFORE, _Y, _BEFORE, reach=1, commas=0),
    *phrases(_NOT_HYPOTHETICAL, Effect.NONE),
    *phrases(" | ".join(PEOPLE), _O),
    *phrases(" | ".join(sorted(ROLES)), _O),
    *phrases(_of_the_patient(), _O),
    *phrases(_FAMILY, _O),
    *phrases(_NO_RELATIVE, Effect.NONE),
    *phrases(_OTHER_AFTER, _O),
    *phrases(_CONTACT_AFTER, _O, reach=2),
    *phrases(_NOT_CONTACT, Effect.NONE),
    *phrases("exposure | exposures | contact | contacts", _O, _BEFORE, reach=1, commas=0),
    *phrases("positive coworker | positive contact | positive partner | positive friend", _O, _BEFORE, reach=1),
    *phrases(_OTHER_BEFORE, _O, _BEFORE),
    *phrases(_SCOPE_ENDS, Effect.NONE, stops=(_N, _U, _H)),
    *DENIALS,
    *phrases(" | ".join(f"{word} {using}" for word in _EVIDENCE.split() for using in _USING), Effect.NONE),
    *phrases(" | ".join(f"{word} {using}" for word in _DENIALS for using in _USING), _N),
    *phrases(" | ".join(f"if {using}" for using in _USING), _Y),
    *phrases(" | ".join(f"whether {using}" for using in _USING), _U),
    *phrases("status post | s/p", Effect.NONE, stops=(_N, _U)),
    *phrases(", has | , had | but has | but had", Effect.NONE, stops=(_N, _U, _H, _Y)),
    *phrases("proved to be | proven to be | turned out to be | confirmed to be", Effect.NONE, stops=(_N, _U)),
    *phrases(_GRADED, Effect.NONE, stops=(_N,)),
    *phrases("vs | vs. | versus", Effect.NONE, stops=(_N,)),
    *phrases(_HISTORY_ENDS, Effect.NONE, stops=(_H,)),
    *phrases(_PATIENT_AGAIN, Effect.NONE, stops=(_O,)),
    *phrases(_PATIENT_DENIES, _N, stops=(_O,)),
    *phrases(f"otherwise | {_ENUMERATION}", Effect.NONE, stops=EVERYTHING),
)

ENGLISH = RuleSet(
    name="context-en/2",
    rules=_RULES,
    word_boundaries=True,
    clause_commas=",",
    stop_marks=";•",
    bearing=bearing_of,
    correct=correct_english,
)
