"""Names of people that stand for diseases, signs, tests, devices and scales, and of germs; a list of our own."""

from __future__ import annotations

import re

from extraction.deidentify.tokens import WordLists, word_hash

EPONYMS = frozenset(
    re.findall(
        r"\w+",
        "addison adson albicans allen allis alport alzheimer angelman apgar argyll arnold arthus aschoff "
        "asherman asperger auer auerbach aureus auspitz austin babcock babinski bainbridge baker bakri balint "
        "bankart banti barker barlow barre barrett barré barth bartholin bartonella bartter basedow bates "
        "bazett beau beck beckwith beers behcet behçet bekhterev bell bence bennett berger bernstein "
        "bickerstaff bielschowsky billroth biot bishop blalock blatchford bloom blount blumberg boas "
        "bochdalek boerhaave bordetella borg borrelia borrmann bosniak bouchard bovie bowen bowman boyd "
        "braden bragg branham braun braxton breslow bristol broca brodie bruce brucella bruch brudzinski "
        "brugada brunner bruton bryant buck budd buerger bunnell burkitt burow byler caffey calot campbell "
        "campylobacter cantlie capgras caplan carney caroli carpentier carr castleman chaddock chadwick "
        "chagas charcot charlson chediak cheyne chiari chopart churg chvostek cimino clark clostridium cobb "
        "codman cogan coli colles collins colton conn coombs cooper cope corrigan corti costello cotard "
        "courvoisier cowden coxiella coxsackie crede crigler crohn cronkhite cullen currarino cushing dandy "
        "darier dawson deaver debakey debre dejerine dequervain dercum devic dieulafoy difficile digeorge dix "
        "dobhoff dohle donath doppler douglas down drager dressler duchenne duke dukes dupuytren durkan eaton "
        "ebstein ecog edwards ehlers eisenmenger ekbom elispot ellison epley epstein epworth erb erben "
        "esterman evans ewart ewing fabry fahr fallopian fallot fanconi felty ferguson fick filshie "
        "finkelstein finnegan fitz fitzpatrick fleischer flexner flint fogarty foley fontan forrest fournier "
        "fowler freeman frei frenkel friedreich froment fryns fuchs ganz gardner garland gaucher gerstmann "
        "ghent ghon gianotti giemsa gigli gilbert gilles gitelman glasgow gleason glenn goodpasture gorlin "
        "gottron gowers gradenigo graves grover gugging guillain gunn gustilo haemophilus hageman haglund "
        "hailey hallervorden hallpike halsted hamilton hampton hansen hart hartmann hartnup hashimoto hasson "
        "havers hawkins heberden hegar heimlich heinecke heinz heller henderson henle henoch hering hermansky "
        "hickman hicks hill hinman hirschsprung histoplasma hodge hodgkin hoehn hoffmann hohmann holmes "
        "holstein holter homans hopkins horner house howell hoyer hunter huntington hurler hutchinson isaacs "
        "ishihara jackson jacksonian jaeger jakob janeway jarisch jeghers jobe jobst jolly jones joubert "
        "kallmann kanner kaposi karnofsky kartagener kasabach katayama katz kawasaki kayser kehr kelly kerley "
        "kernig kernohan kienbock killip kimmelstiel kirschner klebsiella klinefelter klippel koch kocher "
        "koebner kohler koplik korotkoff korsakoff krabbe krukenberg kugelberg kupffer kussmaul lachman "
        "laennec lafora lambert langerhans larsen lasegue lawton leber legg legionella leiden leigh lemierre "
        "lemmel leopold leriche lesch lewy lhermitte libman liddle lieberkuhn lisch lisfranc lister listeria "
        "littre loeffler lofgren ludwig luft lundh lyell lyme lynch maddox maffucci magill maisonneuve "
        "mallampati mallory mantoux marburg marchiafava marcus marfan markle marshall mayo mcburney mccune "
        "mckenzie mcmurray mcroberts meckel meigs meissner melkersson mendelson menetrier meniere menkes "
        "merkel mikulicz millard milroy mirizzi mittelschmerz mobitz mohs mondor monro monteggia morgagni "
        "morganella moro morquio morse morton moynihan mueller muller munchausen munro murphy myerson ménière "
        "naegele neer neisseria nelaton nernst newcastle niemann nikolsky nissen nocardia noonan norton "
        "norwalk nottingham ober oddi ogilvie oppenheim ortolani osgood osler paget palmer pancoast paneth "
        "papanicolaou parinaud parkinson patau patrick payr pel pelger penrose perthes peutz peyer peyronie "
        "pfannenstiel phalen pick pierre plummer pompe poncet pott prader prehn prevotella prinzmetal proteus "
        "pseudomonas pugh purkinje pylori queckenstedt quervain quincke quinton ramsay ranson rasmussen "
        "rathke raynaud recklinghausen refsum reiter rendu reye ribot richter rickettsia riedel riley ringer "
        "rinne ritter rockall rokitansky romberg rorschach ross roth roux rovsing rubinstein russell sachs "
        "salmonella salter sanders schatzki scheie scheuermann schilling schirmer schmorl schober segond "
        "seldinger sengstaken serratia sever sezary shigella shouldice shy siggaard silverman simmonds simon "
        "simpson sims sjogren sjögren skene sluder smith snellen sotos spetzler spitz sprengel spurling "
        "stargardt starling steele stein steinmann stensen stevens stickler still stokes strauss "
        "streptococcus sturge sudeck sugarbaker swan sydenham syme takayasu takotsubo tanner tarlov taussig "
        "tay teitz tenckhoff tenon tensilon terry tesio thayer thomas thompson thomsen tietze tinel todd "
        "tourette treacher trendelenburg treponema trichomonas troisier trousseau tubiana tullio turner "
        "uhthoff unna usher vaquez vater venturi veress verner vincent virchow vogt volkmann waardenburg wada "
        "wagner waldenstrom waldeyer walker wallace wallenberg waller warthin waterhouse watson weber wegener "
        "weil wells wenckebach werdnig werner wernicke westermark whipple wickham widal wiedemann willebrand "
        "williams wilms wilson wiskott wolff wood wright yahr yankauer yergason yersinia zahn zenker ziehl "
        "zieve zollinger zuckerkandl zung ",
    )
)
"""In small letters."""

FULL_EPONYMS = frozenset(
    re.findall(
        r"[^|]+",
        "allen masters|austin flint|austin moore|braxton hicks|charles bonnet|claude bernard|foster kennedy"
        "|gilles tourette|gordon holmes|graham little|graham steell|homer wright|ivor lewis|jackson pratt"
        "|john cunningham|kelly paterson|lloyd davies|lou gehrig|louis bar|marcus gunn|marie strumpell"
        "|mary joseph|miller fisher|may hegglin|may thurner|paul bunnell|pierre marie|pierre robin|ramsay hunt"
        "|raymond cestan|robert jones|rose waaler|russell silver|steven johnson|stewart treves|treacher collins",
    )
)
"""Those of given name and surname."""

_BARE = frozenset(("foley", "moro", "still", "down", "wells", "ringer", "swan", "reye", "apgar", "braden", "glasgow"))
"""Eponyms that stand alone for what they name."""


def person_too(word: str, lists: WordLists) -> bool:
    """Whether an eponym is at least as often the name of a patient."""
    checksum = word_hash(word)
    return word not in _BARE and (checksum in lists.common_surnames or checksum in lists.given)
