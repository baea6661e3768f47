"""Further whole English notes for training, of wards and theatres; see :mod:`tools.identifiers.charts_en`."""

from __future__ import annotations

NURSING = """\
# Nursing progress note
{TITLELAST}, bed 14, {ward}, {DATE} night shift
||
NURSING NOTE {DATE} {clock}   {FULL}   {MRN}
||
Shift summary 19:00-07:00      Patient: {LAST}      Nurse: {NURSE}
---
# Neuro
A&O x3, [[PERRLA]], [[MAE]], follows commands. [[CAM-ICU]] negative.
||
N: [[RASS]] -1, [[Pupils]] 3 mm brisk. {medicine} gtt off at {clock}.
||
Neuro - Alert, hard of hearing. Calls for {RELATIVEFIRST} at night.
---
# CV
[[NSR]] with occ [[PVCs]], [[S1 S2]], trace [[edema]]. [[Cap refill]] <2 s
||
Cardiac: [[Afib]] rate 90s, {drug} {dose}. [[MAP]] >65. [[Dorsalis pedis]] doppler only.
---
# Resp
[[Lungs CTA]], [[IS]] 1250 mL, [[2L NC]]. [[Chest tube]] to [[Pleur-evac]], no [[air leak]].
||
Resp: [[Coarse rhonchi]], [[suctioned]] x2, [[Trach]] care done with {NURSELAST} RT.
---
# GI/GU
[[BS x4]], [[BM]] x1, [[Foley]] 50 mL/h amber. [[NGT]] to [[LIS]].
||
GI: [[Dobhoff]] feeds [[Jevity]] 55 mL/h. GU: voids, [[bladder scan]] 120.
---
# Skin
[[Braden]] 16. [[Stage II sacrum]], [[Mepilex]] changed. [[PIV]] R FA patent.
||
Skin: [[Ecchymosis]] L hip, [[Allevyn]] intact, heels floated. {bits}
||
---
# Pain
6/10, {medicine} {dose} with relief. [[PCA]] [[hydromorphone]] checked with {NURSE}.
||
Pain: denies. {brand} held per {DOCTORLASTDR}.
---
# Psychosocial
{relation} {RELATIVEFIRST} visited, brought glasses. {FIRST} wants to go home to {CITY}.
||
Family: {RELATIVE} ({relation}, {PHONE}) updated. Chaplain {NURSE} came by.
||
SW {NURSELAST} working on placement at {HOSPITAL}. {TITLELAST} retired from {EMPLOYER}.
---
# Events
{clock} [[rapid response]] called for [[SpO2]] 84, Dr {DOCTORLAST} at bedside. {symptom}.
||
{clock} - {NURSELAST}: pt refused {medicine}.
{clock} - {INITIALS}: [[Tylenol]] 650 given for {symptom}.
{clock} - {DOCTORLASTDR} paged re [[K 3.1]].
||
---
# Plan
[[PT/OT]], [[telemetry]], {medicine} at 0600, labs in AM.
||
Continue [[POC]]. [[NPO]] after midnight for {procedure}. {exams}
---
{NURSE} RN
||
{NURSELAST}, {NURSE} / report given to {NURSELAST}
||
E-signed {DATE} {clock} by {NURSE}, BSN, RN
"""

OPERATION = """\
OPERATIVE NOTE
PATIENT: {FULL}          MR#: {MRN}
DATE: {DATE}
||
{HOSPITAL}  -  Operation record
{LASTFIRST} ({DOB})
||
# Procedure note
{FULLCAPS}, {age} {sexletter}, {MRN}, {DATE}
---
# Surgeon
{DOCTORFULL}, MD
# Assistant
{DOCTORFULL2}
# Anesthesia
General, {DOCTORLASTDR}
||
Surgeon {DOCTORLAST}, first assistant {NURSELAST}, scrub {NURSE}, anaesthetist {DOCTORFULL2}
||
Operators: {DOCTORINITIAL}, {DOCTORFULL2} (fellow)
---
# Preoperative diagnosis
{Problem}
# Postoperative diagnosis
Same
||
PRE-OP DX: {Problem}   POST-OP DX: {Problem}
||
# Indication
{Problem} with {symptom} despite {medicine}
---
# Procedure
{Procedure}
||
# Operation performed
1. {Procedure}
2. [[Lysis of adhesions]]
3. [[Intraoperative cholangiogram]]
||
# Title of operation
[[Right total knee arthroplasty]] with [[Zimmer Persona]] implants, serial {DEVICE}
---
# Findings
[[Dense adhesions]] to the [[falciform ligament]], [[Critical View of Safety]] obtained. [[Calot triangle]] clear.
||
# Findings
[[Grade III chondromalacia]], [[intact ACL]], {finding}.
||
# Intraoperative findings
{bits}
---
# Description
{TITLELAST} was placed in the [[lithotomy position]]. [[Time-out]] was done. A [[Veress needle]] entered
at [[Palmer point]], three trocars followed. The [[mesentery]] was divided with the [[LigaSure]], and [[Hem-o-lok]]
clips placed.
||
# Procedure in detail
With a [[No. 15 blade]] the skin was opened. [[Gelpi]] and [[Weitlaner retractors]] were set. [[Bovie]] hemostasis.
[[Vicryl]] 2-0 and [[Monocryl]] 4-0 closed the layers; [[Dermabond]] and [[Steri-Strips]]. {LAST} was extubated.
||
# Technique
[[Ioban]] drape. [[Kocher]] clamps lifted the fascia; [[Prolene mesh]] fixed with [[Ethibond]]. [[JP drain]] left.
[[Jamshidi needle]] through the [[pedicle]]; [[Kyphon]] balloon. [[C-arm]] pictures reviewed with {DOCTORLASTDR}.
---
# EBL
50 mL   [[IVF]] 1200   [[UOP]] 300
||
EBL minimal. Counts correct x2 ({NURSELAST}/{NURSE}).
---
# Specimens
[[Gallbladder]] to [[Pathology]], accession {ACCOUNT}
||
# Implants
[[DePuy]] cup 54 mm, lot {DEVICE}; [[Stryker]] screws x2
||
---
# Complications
None
||
Complications: [[serosal tear]], oversewn. Family ({RELATIVE}) informed at {clock}.
---
# Disposition
[[PACU]] stable, then {ward}. {medicine} {dose}. [[Weight bearing as tolerated]].
||
To [[SICU]], intubated, on [[Propofol]].
---
Dictated by {DOCTORFULL} on {DATE}, job {ACCOUNT}
||
{DOCTORCAPS}, MD
{INITIALS}/{INITIALS}  D: {DATE}  T: {DATE}
||
cc: {DOCTORFULL2}, {HOSPITAL}
"""
