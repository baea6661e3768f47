"""Further whole English notes for training, of wards and therapists; see :mod:`tools.identifiers.charts_en`."""

from __future__ import annotations

PATHOLOGY = """\
SURGICAL PATHOLOGY REPORT   {ACCOUNT}
{LASTFIRST}   {DOB}   {sexletter}   Collected {DATE}
||
{HOSPITAL}, Department of Pathology
Patient {FULL}   Unit {MRN}   Clinician {DOCTORLAST}
||
# Histology
{FULLCAPS} {MRN}   received {DATE}   from {DOCTORLASTDR}
---
# Specimen
A. [[Sigmoid colon]], biopsy
B. [[Cecum]], polypectomy
||
# Specimens submitted
[[Left breast, core biopsy]]; [[Sentinel node]] x2
||
# Nature of specimen
{Procedure}
---
# Clinical information
{Finding}; ?{problem}
||
# History
{problem}. {bits}
---
# Gross description
Received in [[formalin]] labelled "{LAST}" is a [[tan-pink]] fragment 0.4 x 0.3 x 0.2 cm. Entirely submitted, A1.
{INITIALS}
||
# Macroscopy
Labelled with the patient's name ({FULL}) and {MRN}: skin ellipse 2 x 1 cm with a [[pigmented nodule]].
---
# Microscopic
[[Nuclear pleomorphism]], [[Auer rods]] absent. [[Ki-67]] 20 %. [[HER2]] 1+, [[ER]] Positive, [[PR]] Negative.
[[CD34]],
[[TTF-1]] and [[Napsin A]] positive. [[Congo Red]] negative. [[Ziehl-Neelsen]] negative.
||
# Microscopy
[[Crypt abscesses]], [[Paneth cell metaplasia]], no [[dysplasia]]. [[Alcian Blue]] and [[Giemsa]] stains done.
||
# Immunohistochemistry
[[AE1/AE3]] +, [[S100]] -, [[Melan-A]] -, [[p16]] block. {gene} [[loss of expression]].
---
# Diagnosis
A. [[Tubular adenoma]]. B. [[Hyperplastic polyp]]. {Problem}.
||
# Final diagnosis
[[Invasive ductal carcinoma]], [[Nottingham grade 2]], [[pT1c pN0]]. [[Lymphovascular invasion]]: Not identified.
||
# Diagnosis
{PROBLEM}
[[BRESLOW THICKNESS]] 0.8 MM, [[CLARK LEVEL]] III
||
# Diagnosis
[[Gleason]] 3+4=7 ([[Grade Group 2]]) in 4 of 12 cores; [[Perineural invasion]]: Present
---
{DOCTORFULL}, MD, pathologist, {DATE}
||
Reported by {DOCTORINITIAL}. Second opinion {DOCTORFULL2}, {CITY}.
||
Electronic signature {DOCTORLAST} {DATE} {clock}
"""

THERAPY = """\
PHYSICAL THERAPY EVALUATION   {DATE}
{FULL}, {age} {sexletter}, referred by {DOCTORLASTDR}
||
OT INITIAL ASSESSMENT  pt {LAST}  MRN {MRN}  therapist {NURSE}
||
# Speech therapy
{FIRST} {LAST} seen {DATE} at {HOSPITAL} with {relation} {RELATIVEFIRST}
---
# Subjective
"My knee gives way." Wants to walk to {SCHOOL} again. Lives in {CITY}, 12 steps, [[railing]] on the left.
||
# S
{FIRST} reports {symptom} 4/10 since {Procedure} on {DATE} by {DOCTORLAST}.
---
# Objective
[[AROM]] [[Shoulder flexion]] 140, [[ER]] 45, [[IR]] T12. [[MMT]] 4/5 [[Rotator cuff]]. [[Neer]] and
[[Hawkins-Kennedy]]
positive, [[Empty Can]] positive, [[Speed]] negative.
||
# O
[[TUG]] 18 s, [[Berg]] 41/56, [[6MWT]] 280 m. [[Gait]]: [[Antalgic]], [[Trendelenburg]] R. [[Sit to Stand]] Min A.
||
# O
[[Mann Assessment]] 160. [[Thin Liquids]]: cough. [[Nectar Thick]]: clear. [[IDDSI]] 4. {exams}
||
# Tests
[[Lachman]] negative, [[McMurray]] medial click, [[Thomas]] tight, [[Ober]] tight, [[FABER]] painful, [[SLR]] 60.
---
# Treatment
[[Therapeutic Exercise]] x15 min, [[Manual Therapy]]: [[Maitland]] grade III, [[Kinesio Tape]], [[TENS]],
[[Theraband]] red
||
# Interventions
[[Quad Sets]], [[Heel Slides]], [[Clamshells]], [[Bridging]] 3x10. [[Ultrasound]] 1 MHz. [[Graston]].
---
# Assessment
{Problem}; {finding}. Good rehab potential. {bits}
||
# A
[[Impaired Balance]], [[Decreased Endurance]], {Finding}
---
# Goals
[[Independent Ambulation]] 200 ft with [[Rollator]] by {DATE}
||
# Plan
2x/week for 6 weeks. Next {DATE} with {NURSELAST}. Call {PHONE}.
---
{NURSE}, DPT   lic {LICENCE}
||
{NURSE} OTR/L  {clock}
||
{INITIALS}, cosigned {NURSELAST}
"""

PSYCHIATRY = """\
PSYCHIATRIC INTAKE   {DATE}   {HOSPITAL}
Name {FULL}   DOB {DOB}   Insurance {PLAN}
||
# Mental health assessment
{TITLELAST}, {age}, self-referred; accompanied by {relation} {RELATIVE}
||
Behavioral health intake: {FULL} / {MRN} / {PHONE}
---
# Presenting problem
{FIRST} reports [[low mood]] and [[insomnia]] since the move from {CITY} to {CITY2}. {symptom}.
||
# Reason for visit
[[Panic Attacks]] at {EMPLOYER}; on leave since {DATE}. {RELATIVEFIRST} is worried.
---
# Psychiatric history
[[Major Depressive Disorder]], {problem}. Admitted to {HOSPITAL} {DATE} under {DOCTORLASTDR}. No [[suicide attempts]].
||
# Past psychiatric history
[[Bipolar II]], [[ADHD]], [[PTSD]]. Trials: {Drug}, {brand}, [[Lithium]], [[ECT]].
---
# Substance use
[[Alcohol]] 2-3 beers, [[Cannabis]] daily, [[Nicotine]] vape. [[AUDIT]] 9, [[CAGE]] 1.
||
# Substances
Denied [[ETOH]]. Denied [[Tobacco]]. {medicine} misuse in the past.
---
# Developmental
Born in {CITY}, second of three. Attended {SCHOOL}. Mother {RELATIVE}; stepfather {RELATIVEFIRST}.
||
# Family psychiatric history
{relation} {RELATIVEFIRST}: [[Schizophrenia]]. Grandfather lived to {AGE90}, [[Dementia]].
||
---
# Mental status
[[Appearance]]: Casual. [[Speech]]: Normal rate. [[Mood]]: "Fine". [[Affect]]: Constricted. [[Thought Process]]:
Linear.
[[Insight]]: Fair. [[Judgment]]: Intact. No [[SI/HI]].
||
# MSE
[[Cooperative]], [[Euthymic]], [[Goal-directed]]. [[Serial 7s]] correct. [[Beck]] 22, [[Hamilton]] 18,
[[Young Mania]] 4.
---
# Formulation
{bits}
||
# Impression
{Problem}. [[GAF]] 55. [[Rule out]] {problem}.
---
# Plan
Start {Drug} {dose}. [[CBT]] with {NURSE}. [[Crisis Line]] {PHONE}. Release signed for {DOCTORFULL2}.
||
# Plan
Continue {medicine}; [[lithium level]]; letter to {DOCTORLASTDR} in {CITY}. Return {DATE}.
---
{DOCTORFULL}, MD, Psychiatry
||
{NURSE}, PsyD
||
Therapist: {NURSE}   Supervisor: {DOCTORLAST}
"""

ANESTHESIA = """\
ANAESTHETIC CHART   {DATE}
{LASTFIRST}   {MRN}   {age} {sexletter}   Surgeon {DOCTORLAST}   Anaesthetist {DOCTORFULL2}
||
PRE-ANESTHESIA EVALUATION
Pt: {FULL}  DOB: {DOB}  Date: {DATE}
---
# Planned procedure
{Procedure}
||
Op: {Procedure} - {DOCTORLASTDR}, {ward}
---
[[ASA]] III  [[Mallampati]] 2  [[Cormack-Lehane]] 1  [[Thyromental]] >6 cm  [[Dentition]]: upper [[Bridge]]
||
[[METs]] >4. [[STOP-Bang]] 5. [[RCRI]] 1. [[PONV]] risk high. [[Malignant Hyperthermia]] none in family.
---
# History
{Short}, {Short}, {problem}, {problem}; {medicine}, {brand}; {symptom}
||
# Systems
CVS: [[HTN]], {finding}. Resp: [[OSA]] on [[CPAP]]. GI: [[GERD]]. Endo: [[DM2]]. {bits}
---
# Induction
[[Propofol]] 150, [[Fentanyl]] 100 mcg, [[Rocuronium]] 50; [[ETT]] 7.5, [[Macintosh 3]], [[Bougie]] not used
||
# Technique
[[Spinal]] L3/4, [[Whitacre]] 25G, [[Heavy Bupivacaine]] 2.6 mL. [[LMA Supreme]] 4 as rescue.
||
# Technique
[[TIVA]], [[BIS]] 45, [[Arterial line]] L radial ([[Allen]] ok), [[Glidescope]]
---
Events: [[bradycardia]] at {clock}, [[Glycopyrrolate]] 0.2. [[Sugammadex]] at the end. [[TOF]] 95 %.
||
Events nil. [[Bair Hugger]]. [[Plasma-Lyte]] 1 L. {medicine} {dose}.
---
Handover to {NURSE} in recovery {clock}. [[Aldrete]] 9.
||
Recovery: {NURSELAST}. {drug} {dose} for pain. {RELATIVEFIRST} told.
---
{DOCTORFULL2}   {LICENCE}
||
{INITIALS}
||
Signed {DOCTORINITIAL} {DATE}
"""

AMBULANCE = """\
PATIENT CARE REPORT   Run {ACCOUNT}   {DATE}
Location: {STREET}, {CITY}   Unit plate {PLATE}
||
AMBULANCE SHEET
Incident {ACCOUNT}   Crew: {NURSE} / {NURSELAST}   Date {DATE}
||
EMS NARRATIVE {DATE} {clock}
---
Pt: {FULL}   Age {age}   DOB {DOB}   Phone {PHONE}   Insurance {PLAN}
||
{FULL}, {age} {sexletter}, found by {relation} {RELATIVEFIRST}
||
Name: {FIRST} {LAST}   NOK: {RELATIVE}, {PHONE}
---
D/T fall at {EMPLOYER}. U/A pt supine, [[A&Ox4]], [[ABCs intact]]. C/O {symptom}.
||
Dispatched for [[CVA]]. [[Cincinnati]] positive, [[FAST]] 2. Last known well {clock}. [[LAMS]] 4.
||
[[MVC]], driver, [[restrained]]; car {VIN} on {STREET}. [[Seatbelt Sign]]. [[Entrapment]] nil.
---
Hx: {short}, {short}, {problem}. Rx: {medicine}, {brand}. Allergies: [[PCN]].
||
# SAMPLE
{symptom}; {brand}; {drug}; {problem}; [[last meal]] {clock}
---
{clock}  BP {bp}  P 104  R 20  SpO2 95 %  BGL 112  [[12 Lead]]: [[Sinus Tach]]
{clock}  BP {bp}  P 98  [[ETCO2]] 34
||
Exam: [[HEENT]] neg, [[Pelvis stable]], [[JVD]] absent, [[Lung Sounds]] clear. {exams}
---
Tx: [[O2 via NRB]] 15 L, [[IV NS]] TKO, {medicine} {dose}, [[Zofran]] 4 mg, [[SAM Splint]]
||
Rx: [[King LT]] placed by {NURSELAST}; [[Lucas]] on; [[Epi]] x3; [[ROSC]] {clock}
---
Transported to {HOSPITAL}, report to {NURSE} RN, signature {INITIALS}
||
Handed over at {HOSPITAL} {clock} to {DOCTORLASTDR}. {RELATIVEFIRST} followed by car.
||
Refused transport, signed by {FULL}, witness {NURSE}. {bits}
"""

OUTPATIENT = """\
{FULL}  {DATE}  {HOSPITAL}
||
OFFICE VISIT {DATE}
Pt: {LASTFIRST} / {DOB} / PCP {DOCTORLAST}
||
# Clinic letter
{DATE}, {FULL} ({MRN}), seen by {DOCTORFULL}
---
# HPI
{FULL} is a {age} y.o. {sex} with {Short}, {Short} and {problem} here for {symptom}. {LAST} was last seen {DATE}.
||
# Interval history
Since {DATE} {FIRST} has felt well on {medicine}. {HeShe} flew to {CITY} with {RELATIVEFIRST}. {Finding} has resolved.
||
# History
{TITLELAST} returns with {hisher} {relation} {RELATIVEFIRST}. [[Home BP]] {bp}. Grandchildren at {SCHOOL}.
---
# ROS
[[Constitutional]]: Negative. [[Eyes]]: Negative. [[ENT]]: [[Tinnitus]]. [[Resp]]: [[Cough]]. [[GU]]: [[Nocturia]] x2.
||
# ROS
General: Denies fever. Skin: [[Pruritus]]. Psych: [[Anxiety]]. Heme: {Finding}.
---
# Exam
Gen: [[WDWN]], [[NAD]]. [[HEENT]]: [[NCAT]], [[PERRLA]], [[EOMI]], [[MMM]]. Neck: [[Supple]], no [[LAD]]. CV:
[[RRR]], no
[[MRG]]. Lungs: [[CTAB]]. Abd: [[NTND]], [[NABS]]. Ext: no [[C/C/E]]. Neuro: [[CN II-XII]] intact. {exams}
||
# Physical
Vitals: BP {bp}, P 70, [[BMI]] 31. [[Thyroid]]: [[Nodular]]. [[Carotids]]: no [[Bruits]]. [[Monofilament]] intact.
||
# Examination
{exams} [[Heberden nodes]]. [[Schober]] 4 cm. [[Psoriatic Plaques]] both elbows.
---
# Labs
{TABLE}
||
# Data
{lab}; {lab}; [[Lipid Panel]]: [[LDL]] 130; [[Microalbumin]] neg; [[Spirometry]]: [[FEV1]] 62 %
||
---
# A/P
#1. {Problem} - {medicine}, [[Nephrology]] referral to {DOCTORLASTDR}
#2. {Problem} - {bits}
#3. {Finding} - [[Reassurance]]
||
# Assessment and plan
{Problem}: Continue {Drug} {dose}. {Problem}: Stop {brand}. {Eponym}: stable. [[Flu Shot]] given, lot {DEVICE}.
||
# Impression
1. {PROBLEM}: {Procedure} with {DOCTORFULL2}.
2. {PROBLEM}: {lab} today.
3. {Problem}. May repeat {medicine}.
---
RTC {duration}. {DOCTORLAST}
||
{DOCTORFULL}, MD    cc: {DOCTORFULL2}, {CITY}
||
Scribed by {NURSE} for {DOCTORLASTDR}, {DATE} {clock}
"""
