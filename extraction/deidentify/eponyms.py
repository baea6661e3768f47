"""Names of people that stand for diseases, signs, tests, devices and scales; a list of our own of common ones."""

from __future__ import annotations

import re

EPONYMS = frozenset(
    re.findall(
        r"\w+",
        "addison korsakoff ménière meniere meckel mcmurray mcburney marfan mallory lynch lewy leiden eaton "
        "lambert barré alport alzheimer apgar arnold asperger babinski baker bartter barrett barre basedow "
        "behcet behçet bell bence billroth bishop borrelia bouchard bowen braden brudzinski brugada buerger "
        "burkitt charcot cheyne chiari chvostek colles cooper coombs crohn cushing dandy dercum doppler down "
        "duchenne dukes dupuytren ebstein ehlers eisenmenger epstein ewing fabry fallot fanconi finkelstein "
        "fleischer foley fontan fowler friedreich gaucher ghon gilbert gilles glasgow gleason goodpasture "
        "graves guillain hansen hashimoto heberden hirschsprung hodgkin hoehn hoffmann holter homans horner "
        "huntington janeway kaposi kartagener kawasaki kayser kernig killip klinefelter koch kocher koplik "
        "mohs moro murphy nissen osgood osler paget pancoast parkinson penrose peyronie phalen pott raynaud "
        "reye ringer rinne romberg roux schilling schober sezary sjogren sjögren snellen starling stevens "
        "still swan sydenham takayasu tanner tay thomas tietze tinel tourette trendelenburg trousseau turner "
        "vincent virchow waldenstrom weber wegener wells wernicke whipple wilms wilson wolff yahr zollinger "
        "ellison willebrand pylori coli aureus difficile albicans ",
    )
)
"""In small letters."""
