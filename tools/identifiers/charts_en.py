"""Whole English notes for training: each kind is blocks with alternatives, of which a note takes one each.

Blocks are parted by ``---`` and their alternatives by ``||``; an empty alternative leaves the block out. A line after
``#`` is a heading, which :mod:`tools.identifiers.charts` writes in the style of the note. Slots in capitals are
identifiers and those in small letters are not; what stands in ``[[ ]]`` is clinical text.
"""

from __future__ import annotations

DISCHARGE = """\
{HOSPITAL}
{STREET}, {CITY} {POSTCODE}
DISCHARGE LETTER                                   {DATE}
||
{HOSPITAL} - {ward}
Patient {LASTFIRST}      DOB {DOB}      Hospital no. {MRN}
||
# Discharge summary
Name: {FULL}  Unit no: {MRN}  Sex: {sexletter}
Admission: {DATE}   Discharge: {DATE}   Consultant: {DOCTORLASTDR}
---
Dear {DOCTORLASTDR},
||
Dear colleague,
||
Attn. {DOCTORFULL}, {CITY}
---
{FULL} stayed with us from {DATE} to {DATE} with [[decompensated heart failure]] and {disease}.
||
Thank you for taking over {TITLELAST}, whom we treated for {problem}. The stay was complicated by [[delirium]].
||
This {age}-year-old {sex} came through the emergency department with {symptom}; {short} on arrival. {RELATIVEFIRST},
{hisher} {relation}, had found {FIRST} on the floor.
---
# Diagnoses
1. {problem}
2. {problem}
3. {eponym}
4. [[Atrial fibrillation]], [[CHA2DS2-VASc]] 4
||
# Principal diagnosis
{problem}
# Secondary diagnoses
{problem}; {problem}; [[Type 2 diabetes mellitus]]; [[s/p CABG]]
||
# Final diagnosis
- [[Acute on chronic kidney disease]]
- {problem}
- {problem}
---
# Hospital course
#1 {Problem}: started on {drug} {dose}, then {medicine}. [[Echocardiography]] showed [[mild mitral regurgitation]].
#2 {Problem}: [[Cardiology]] consulted; {DOCTORFULL2} advised {medicine}. [[Holter monitoring]] without [[pauses]].
||
# Course
Treated with [[intravenous furosemide]] and [[oxygen]]. On day 3 [[Klebsiella pneumoniae]] grew in the urine and {drug}
was begun. {LAST} walked with a [[Zimmer frame]] by the weekend. {bits}
||
# Course in hospital
[[Coronary angiography]] by {DOCTORLASTDR}: [[LAD 70%]], [[RCA occluded]], [[Impella]] not needed. {exams}
{TITLELAST} was weaned from [[noradrenaline]] and moved to {ward} on {DATE}.
---
# Procedures
{Procedure} ({DATE}), {Procedure}, [[Foley catheter]] removed.
||
# Operations
{DATE}  {Procedure}   {DOCTORLAST}/{NURSELAST}
||
---
# Results
{TABLE}
||
# Pertinent results
{lab}, {lab}, [[Procalcitonin]] 0.3, [[Legionella antigen]] negative, [[Blood cultures]] sterile. {bits}
||
# Investigations
[[Chest X-ray]]: [[bibasal atelectasis]]. [[ECG]]: [[sinus rhythm]], [[LBBB]]. [[Doppler]]: no [[thrombus]].
---
# Discharge medication
{Drug} {dose}
{Drug} {dose}
{brand} {dose} (new)
[[Pantoprazole]] 40 mg 1-0-0
||
# Medication on discharge
{medicine} {dose}, {medicine} {dose}, {brand}, [[Metoprolol succinate]] 47.5 mg. STOP {medicine}.
---
# Follow-up
{DOCTORFULL2} in {duration}; [[INR]] check with {HOSPITAL} on {DATE}. Questions: {PHONE}.
||
# Plan
Wound check by the district nurse ({NURSE}, {PHONE}). [[Colonoscopy]] in six weeks. Lives in {CITY} with
{RELATIVEFIRST}.
||
# Discharged to
{HOSPITAL}, {CITY}. Transport ordered. {RELATIVE} ({relation}) informed on {PHONE}.
---
Kind regards

{DOCTORFULL}      {DOCTORFULL2}
Consultant        Registrar
||
{DOCTORINITIAL} / {INITIALS}   dictated {DATE}
||
Signed electronically: {DOCTORLAST}, {DOCTORFIRST}, MD, {DATE} {clock}
"""

TRIAGE = """\
TRIAGE  {DATE} {clock}
Pt: {LASTFIRST}   Age: {age}   Sex: {sexletter}   MRN {MRN}
||
ED TRIAGE NOTE
{FULL} {age}{sexletter} arrived {clock} by [[EMS]] from {STREET}, {CITY}
||
Arrival: ambulance    Visit {MRN}    Time {clock}
Name {FULL}    Tel {PHONE}
---
# CC
{symptom}
||
# Chief complaint
{Finding} x {duration}
||
C/C: "{symptom}" per {relation} {RELATIVEFIRST}
---
[[Manchester category]]: Orange.  [[ESI]] 3.  [[GCS]] 15.  [[NEWS2]] 4.
||
Acuity 2   Pain 8/10   [[Allergies]]: {brand} ([[hives]]), {medicine}
||
[[Isolation]]: none   [[Fall risk]]: [[Morse]] 45   [[Tetanus]] up to date
---
Vitals: T 38.4, HR 112, RR 22, BP {bp}, SpO2 93% RA, BGL 7.1
||
T 36.8  P 88  R 16  BP {bp}  Sat 98% on [[Nasal Cannula]]  Wt 82 kg
---
# PMH
{short}, {short}, {short}, {problem}
||
Hx: {problem}, {problem}; [[Hypothyroid]]; Surg: {procedure}
---
# Meds
{Drug}, {brand}, {medicine}
||
Takes {medicine} and {brand}. [[NKDA]].
---
# Assessment
Alert, [[Airway patent]], skin warm. {exams}
||
Pt ambulatory, [[NAD]]. [[Diaphoretic]], [[guarding RUQ]]. Denies [[LOC]]. {bits}
||
{FIRST} is tearful; [[Abdomen soft]]. [[Pedal pulses]] palpable. {relation} {RELATIVEFIRST} at bedside.
---
# Interventions
[[18G IV]] L [[AC]], [[ECG]] done and shown to {DOCTORLASTDR}, {medicine} {dose} given {clock} {INITIALS}
||
[[C-collar]] applied. [[Accucheck]] 142. Bloods sent: [[FBC]], [[U&E]], [[LFT]], [[Trop]], [[VBG]], [[Coag]].
||
---
Moved to Resus 2. Handover {NURSELAST} RN to {NURSE} RN
||
Placed in room 7, {DOCTORFULL} notified {clock}
||
WR. {RELATIVE} {PHONE} to be called.
---
Triage RN: {NURSE}
||
{NURSE}, RN {DATE} {clock}
||
-- {NURSELAST}, {INITIALS}
"""

RADIOLOGY = """\
{HOSPITAL} IMAGING
Patient: {LASTFIRST}   Accession: {ACCOUNT}   DOB: {DOB}   Exam date: {DATE}
||
RADIOLOGY REPORT
NAME: {FULLCAPS}
MRN: {MRN}   REFERRER: {DOCTORLASTDR}
||
Exam requested by {DOCTORFULL} for {FULL} ({age} {sexletter}, {MRN}), {DATE}
---
# Exam
[[CT Abdomen and Pelvis with contrast]]
||
# Examination
[[MRI Lumbar Spine without Gadolinium]]
||
# Study
[[US Doppler Lower Extremity Bilateral]]
||
# Procedure
[[PA and Lateral Chest]], [[Portable]]
||
# Exam
[[Digital Screening Mammogram with Tomosynthesis]]
---
# Clinical history
{Finding}. Rule out {problem}.
||
# Indication
{age} y/o {sex} with {symptom}, history of {problem}
||
# Reason
{bits}
---
# Comparison
{DATE}, {HOSPITAL}
||
Compared with outside films from {CITY} of {DATE}.
||
# Comparison
None available.
---
# Technique
[[Axial]] images at 5 mm, [[Omnipaque]] 100 mL, [[DLP]] 640 mGy-cm
||
# Technique
[[Sagittal T1]], [[T2 STIR]], [[Axial FLAIR]], [[DWI]]; [[Gadavist]] 8 mL
---
# Findings
[[Liver]]: [[Steatosis]], [[Couinaud]] VI lesion 8 mm. [[Spleen]]: Normal. [[Pancreas]]: [[Fatty atrophy]].
[[Kidneys]]: [[Bosniak II cyst]]. [[Bowel]]: [[Sigmoid diverticulosis]]. [[Bones]]: [[Schmorl nodes]] at L2.
||
# Findings
[[Lungs]]: [[Ground-glass opacity]] RUL, [[Kerley B lines]], no [[Hampton hump]]. [[Heart]]: [[Cardiomegaly]].
[[Mediastinum]]: [[Lymph nodes]] to 9 mm. [[Aorta]]: [[Ectasia]]. [[Port-A-Cath]] tip in [[SVC]].
||
# Findings
L3-L4: [[Disc bulge]]. L4-L5: [[Grade 1 anterolisthesis]], [[Modic type 2]]. L5-S1: [[Annular fissure]]. [[Conus]]
at L1.
[[Tarlov cyst]] S2. [[Paraspinal muscles]] unremarkable. {finding}.
||
# Findings
Right breast: [[Scattered fibroglandular densities]]. Left: [[Clustered calcifications]] 3 o'clock. [[Axilla]] clear.
---
# Impression
1. {Problem}.
2. {Problem}, [[stable]].
3. [[Fleischner]] follow-up in {duration}.
||
# Impression
[[BI-RADS]] 2. [[Benign]].
||
# Conclusion
No [[acute fracture]]. {Finding}. {bits}
---
Findings phoned to {DOCTORFULL} at {clock} by {DOCTORLAST}.
||
Critical result: {NURSE} RN informed {DATE} {clock}, read back.
||
---
Read by: {DOCTORFULL2}, MD    Resident: {NURSE}
||
Interpreted and signed {DOCTORINITIAL} {DATE}
||
Transcriptionist: {INITIALS}    Radiologist: {DOCTORCAPS}
"""

LABORATORY = """\
{HOSPITAL} LABORATORY SERVICES   CLIA {LICENCE}
{STREET}, {CITY}, {STATE} {POSTCODE}   Tel {PHONE}
||
LAB REPORT
Pt {LAST}, {FIRST}   ID {MRN}   Collected {DATE} {clock}
||
Specimen {ACCOUNT}   Received {DATE}   Ordering: {DOCTORLAST}
Patient: {FULL}   {sexletter}   {DOB}
---
# Hematology
{TABLE}
[[Neutrophils]] 62 %
[[Lymphs]] 28 %
[[Reticulocytes]] 1.2 %
||
# CBC with differential
[[WBC]] 11.2 H | [[RBC]] 4.4 | [[Hgb]] 12.9 | [[Hct]] 38.1 | [[Plt]] 250 | [[Bands]] 4 | [[Eos]] 2
[[Anisocytosis]] 1+, [[Howell-Jolly bodies]] seen, [[Rouleaux]] absent
---
# Chemistry
{TABLE}
||
# CMP
[[Na]] 138  [[K]] 4.4  [[Cl]] 101  [[CO2]] 25  [[BUN]] 18  [[Cr]] 0.9  [[Glu]] 101  [[Ca]] 9.1  [[Alk Phos]] 71
||
# Metabolic
[[Sodium]], [[Potassium]], [[Chloride]] normal; [[Anion Gap]] 12; [[eGFR]] >60; [[Bilirubin, Total]] 0.7
---
# Serology
[[Hepatitis B Surface Antigen]]: Nonreactive
[[Rubella IgG]]: Immune
[[Treponemal Ab]]: Negative
[[Epstein-Barr VCA IgM]]: Negative
||
# Immunology
[[Anti-Smith]] neg, [[Anti-Jo-1]] neg, [[SS-A/Ro]] pos, [[Scl-70]] neg, [[Rheumatoid Factor]] 14, [[C3]] 110
||
# Coagulation
[[PT]] 12.1, [[INR]] 1.0, [[aPTT]] 29, [[Fibrinogen]] 310, [[Factor V Leiden]] absent, [[Lupus Anticoagulant]] neg
---
# Microbiology
[[Gram Stain]]: [[Gram-positive cocci]] in clusters. [[Staphylococcus aureus]], [[MSSA]]. [[Kirby-Bauer]]:
[[Oxacillin]] S,
[[Clindamycin]] R, [[Vancomycin]] S. [[MacConkey agar]] no growth.
||
# Cultures
[[Escherichia coli]] >100,000 CFU/mL. [[Nitrofurantoin]] S, [[Ciprofloxacin]] R
||
# Urinalysis
[[Color]] Yellow, [[Clarity]] Hazy, [[Leukocyte Esterase]] 2+, [[Nitrite]] Pos, [[Ketones]] Neg, [[Casts]] Hyaline
||
# Molecular
{gene} {drug}: [[heterozygous]]. {gene} [[wild type]]. [[JAK2 V617F]] not detected. {bits}
---
Comment: result called to {NURSE} at {clock} {INITIALS}. {lab}.
||
# Comment
{Finding}? Suggest {procedure}. Reviewed by {DOCTORFULL}.
||
---
Verified by {INITIALS} {DATE} {clock}     Director: {DOCTORFULL}, PhD
||
Tech: {NURSELAST}   Pathologist: {DOCTORLASTDR}
||
Printed {DATE} for {DOCTORFULL2}   Page 1 of 1   {URL}
"""
