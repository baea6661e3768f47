"""Whole English notes of other kinds, to choose by and never trained on; see :mod:`tools.identifiers.charts_en`."""

from __future__ import annotations

INTENSIVE = """\
ICU PROGRESS   Day 5   {DATE}
{LAST}, {FIRST}   {MRN}   Attending {DOCTORFULL}
||
# Critical care daily note
{TITLELAST} ({age} {sexletter}), {HOSPITAL}, {DATE} {clock}
---
Overnight: [[Self-extubated]] {clock}, reintubated by {DOCTORLAST}. [[Levo]] at 8, [[Vaso]] off.
||
24h: [[febrile]] to 39, [[BAL]] sent, [[CRRT]] clotted; {RELATIVEFIRST} ({relation}) updated on {PHONE}.
---
Neuro: [[Propofol]] 30, [[RASS]] -2, [[EVD]] at 10, [[ICP]] 12. [[Keppra]] 1 g BID.
CV: [[Swan]] numbers [[CI]] 2.1, [[SVR]] 900. [[TTE]] - [[EF]] 35 %, [[RV Strain]].
Pulm: [[AC/VC]] 450 x 18, [[PEEP]] 8, [[P/F]] 190, [[Proned]]. [[Shiley]] 8 planned.
||
N - [[Precedex]], [[CAM]] +. C - [[NE]] 0.1, [[MAP]] 68. R - [[PS]] 10/5, [[SBT]] failed. G - [[Corpak]], [[Vital AF]].
R - [[Lasix gtt]], I/O -1.2 L. H - [[Heparin]], [[HIT]] neg. I - [[Zosyn]], [[Vanc trough]] 16. E - [[ISS]].
---
# ID
[[Candida auris]] in sputum; [[Micafungin]] d3. [[Acinetobacter]] R to [[Meropenem]]. {drug} from {DATE}.
||
# Lines
R [[IJ]] [[Quinton]] (d5), L [[A-line]], [[Rectal tube]], [[PICC]] placed by {NURSE} {DATE}
---
{TABLE}
||
[[Lactate]] 2.4, [[ScvO2]] 71, [[Trop]] 0.4, [[Ammonia]] 61, {lab}
---
# Assessment
{age} {sexletter} with [[Septic Shock]], [[ARDS]], {problem}. [[SOFA]] 11. {eponym}.
||
# Impression
[[Takotsubo]], [[Ischemic Hepatitis]], {problem}, {problem}
---
# Plan
[[Wean]] [[pressors]]; [[Trach/PEG]] with {DOCTORLASTDR}; family meeting with {RELATIVE}; [[DVT ppx]]: [[SCDs]].
||
# Plan
[[MAP goal]] 65; {drug} {dose}; call {DOCTORFULL2} of {HOSPITAL} about [[ECMO]]; [[Full Code]].
---
[[CC time]] 45 min. {DOCTORFULL}, MD
||
{NURSE}, ACNP / {DOCTORLASTDR}
"""

GENETICS = """\
{HOSPITAL}
Clinical Genetics, {STREET}, {CITY} {POSTCODE}
Family no. {MRN}     {DATE}
||
GENETIC COUNSELING SUMMARY
Proband: {FULL} ({DOB})      Counselor: {NURSE}
---
Dear {FIRST},
||
Dear {TITLELAST} and {RELATIVE},
||
Dear {DOCTORLASTDR},
---
You came to clinic on {DATE} with your {relation}, {RELATIVEFIRST}, because of {disease} in the family.
||
{FULL} was referred by {DOCTORFULL2} ({CITY}) for [[Lynch syndrome]] and {disease}.
---
# Pedigree
II-2: [[Endometrial Carcinoma]] at 48. III-1 ({RELATIVEFIRST}): {disease}. [[Ashkenazi]] ancestry. No
[[Consanguinity]].
||
# Family
{RELATIVE} died at {AGE90}; {RELATIVEFIRST} {LAST} carries {gene}. Paternal line from {CITY}.
---
# Examination
[[Macrocephaly]], [[Hypertelorism]], [[Café-au-lait spots]], [[Lisch nodules]], [[Beighton]] 7/9, [[Marfanoid Habitus]]
||
# Dysmorphology
[[Simian crease]], [[Brushfield spots]], [[Clinodactyly]], [[Low-set Ears]]; [[Arachnodactyly]],
[[Walker-Murdoch sign]]
---
# Testing
[[Sanger Sequencing]] of {gene}: c.1100delC, [[Likely Pathogenic]]. [[Array CGH]] normal. [[Southern Blot]]: 31
[[CGG repeats]].
||
# Results
[[Exome]]: {gene} p.R176W, [[VUS]]. [[Karyotype]] 46,XX. [[FISH]] 22q11 negative. [[Angelman]] methylation normal.
---
# Risk
[[Autosomal Dominant]]; [[Tyrer-Cuzick]] 24 %; [[Gail]] 2.1 %; [[BOADICEA]] done. [[Penetrance]] reduced.
||
# Counselling
[[Prenatal Diagnosis]], [[CVS]] and [[PGT-M]] were discussed. {drug} may lower risk.
---
# Plan
[[Colonoscopy]] from 25; [[Gene Panel]] for {RELATIVEFIRST}; letter to {HOSPITAL}. Contact {EMAIL} or {PHONE}.
||
# Plan
Bloods from {RELATIVE} on {DATE}; {DOCTORLASTDR} to arrange [[Cardiac MRI]] in {CITY}.
---
Yours sincerely
{NURSE}, genetic counsellor
||
{DOCTORFULL}
Consultant in Clinical Genetics
"""

PRESCRIPTION = """\
{DOCTORFULL}, MD     DEA {LICENCE}     NPI {LICENCE}
{STREET}, {CITY}, {STATE} {POSTCODE}     {PHONE}
||
{HOSPITAL} PRESCRIPTION
Prescriber {DOCTORLAST}     {DATE}
---
For: {FULL}     {DOB}     {STREET}, {CITY}
||
Patient {LASTFIRST}   Wt 71 kg   Allergy {drug}   Plan {PLAN}
---
Rx
{drug} {dose}
Sig: [[1 tab PO BID]]   Disp #60   Refill 2
||
Rx: [[Amoxicillin-Clavulanate]] 875 mg   [[Sig]]: 1 po q12h x 10 d   Dispense: Twenty
---
Rx
[[Hydrocortisone Cream]] 1 %   [[Apply thinly]]
[[Ventolin HFA]] 2 puffs q4h prn [[Wheeze]]
||
2) [[Lisinopril]] 20 mg qd #90   3) [[Atorvastatin]] 40 mg qhs   4) {drug} {dose}
||
[[OneTouch Verio]] strips, test TID. [[Freestyle Libre]] sensor. [[BD Nano]] needles.
---
[[Dx]]: {disease}. [[Dispense as Written]].
||
Indication {disease} / {eponym}. [[May Substitute]]. [[Max Daily Dose]] 4 g.
---
Pharmacist {NURSE}   filled {DATE}   Rx no. {ACCOUNT}
||
Sent to {HOSPITAL}, fax {FAX}. Checked {INITIALS}.
---
{DOCTORINITIAL}
||
Signature: {DOCTORFULL}     License {LICENCE}
"""

ANTENATAL = """\
ANTENATAL RECORD   {FULL}   {DOB}   Booking {DATE}
||
# Obstetric history and physical
{TITLELAST}, {age}, {MRN}, partner {RELATIVE} {PHONE}
---
[[G3P2002]] at [[34w5d]] by [[LMP]] c/w 8 wk US. [[EDD]] {DATE}. [[GBS]] positive. [[Rh negative]], [[RhoGAM]] given.
||
[[Gravida]] 2 [[Para]] 1. [[EDC]] {DATE}. [[Nuchal Translucency]] 1.4. [[Quad Screen]] low risk. [[Anterior Placenta]].
---
# Previous pregnancies
{DATE} {HOSPITAL}: [[NSVD]], 3420 g, {RELATIVEFIRST}, [[Apgars]] 8/9. {DATE}: [[LTCS]] for [[Breech]] by
{DOCTORLASTDR}.
||
# OB history
[[SAB]] x1 with [[D&E]]; [[Preeclampsia]] in {CITY}; [[Shoulder Dystocia]], [[McRoberts]] used.
---
# Exam
[[Fundal Height]] 33, [[FHT]] 145, [[Leopold]]: [[Vertex]]. [[Bishop]] 5. [[SVE]] 2/50/-3. [[Nitrazine]] neg,
[[Ferning]] absent.
||
# CTG
[[Baseline]] 140, [[Moderate Variability]], [[Accels]] present, [[Toco]] q5. [[Category I]]. [[BPP]] 8/8.
---
# Labs
[[Rubella]] Immune, [[RPR]] NR, [[HBsAg]] neg, [[GTT]] 128, {lab}, {lab}
||
# Bloods
{TABLE}
---
# Assessment
[[IUP]] at term, {problem}, {disease}. [[TOLAC]] counselled.
||
# Plan
[[Pitocin]] per protocol, [[Foley Bulb]], [[Epidural]]; {drug} {dose}; [[Betamethasone]] x2; doula {NURSE}.
---
Midwife {NURSE}    Consultant {DOCTORLASTDR}
||
{DOCTORFULL}, DO   {DATE} {clock}   cc {HOSPITAL}
"""
