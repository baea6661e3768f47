"""Further whole English notes for training, of visits, calls and letters; see :mod:`tools.identifiers.charts_en`."""

from __future__ import annotations

DIALOGUE = """\
Transcript {DATE}, {HOSPITAL}
||
[Recorded visit, clinician {DOCTORFULL}, patient {FULL}]
||
VISIT CONVERSATION
---
Doctor: Good morning, {TITLELAST}. I'm {DOCTORLASTDR}. What brings you in?
Patient: Morning. Well, it's this {symptom}. {RELATIVEFIRST} made me come.
||
DR: Hi {FIRST}, nice to meet you, my name is {DOCTORFULL}. Can you confirm your date of birth?
PT: Sure. {DOB}.
DR: And you live at {STREET}?
PT: Yeah, in {CITY}.
||
{DOCTORLAST}: Come in, {FIRST}. Have a seat.
{FIRST}: Thanks, Doctor. Okay if {RELATIVEFIRST} sits in?
{DOCTORLAST}: Of course. Hello {RELATIVEFIRST}.
---
Doctor: How long has it been going on?
Patient: About {duration}. Honestly it got worse after {DATE}.
||
DR: Any fever, chills, anything like that?
PT: No. Just {symptom}. Um, and {symptom} at night.
||
Clinician: Did the {medicine} help?
Patient: Not really. {brand} did, but the pharmacy on {STREET} was out of it.
||
Doctor: Your chart says {problem}. Who follows you for that?
Patient: {DOCTORLASTDR} over at {HOSPITAL}. And before that {DOCTORFULL2} in {CITY}.
---
Doctor: Any surgeries?
Patient: {procedure}, years ago. Oh, and my [[gallbladder]].
||
Doctor: Does anybody in the family have this?
Patient: My {relation} {RELATIVEFIRST} has {disease}. My grandmother got to {AGE90}.
||
DR: And what do you do for work?
PT: I drive for {EMPLOYER}. Before, I was at {SCHOOL}.
---
Doctor: Alright, let me listen. Deep breath. Okay. [[Lungs clear]]. {exams}
||
DR: I'd like to get an [[MRI]] and a [[Holter]]. Let's check [[Lyme]], [[ferritin]] and [[TSH]].
PT: Okay. Will it hurt?
DR: Not at all.
||
Doctor: May I look at the leg? Right. So there is a [[Baker cyst]], and maybe some [[Phlebitis]].
---
Doctor: I'll send {medicine} to the pharmacy. Take {dose}.
Patient: Great. And the [[Metformin]]?
Doctor: Keep it.
||
DR: Let's stop {brand} and try {Drug}. Call {PHONE} if it gets worse.
PT: Will do. Thank you.
||
Nurse: {FIRST}, I'm {NURSE}, I'll draw your blood. Which arm?
Patient: Left, please.
---
Doctor: See you on {DATE}, {FIRST}. Say hello to {RELATIVEFIRST}.
||
DR: Bye, {TITLELAST}. Drive safe back to {CITY}.
||
{NURSE}: I'll walk you out, {FIRST}.
"""

REFERRAL = """\
{DOCTORFULL}
{STREET}
{CITY}, {STATE} {POSTCODE}

{DATE}
||
{HOSPITAL}   Referral to [[Neurology]]
Ref: {MRN}
||
To: {DOCTORFULL2}, {HOSPITAL}
From: {DOCTORFULL}
Re: {LASTFIRST}, {DOB}
---
Dear {DOCTORLASTDR}
||
Dear Sir or Madam,
||
Dear {DOCTORFIRST},
---
Please would you see {FULL}, a {age}-year-old {sex} with {problem} of {duration}.
||
I would be grateful for your opinion on {TITLELAST}, who works at {EMPLOYER} and has had {symptom} since {DATE}.
||
Thank you for seeing {FIRST} {LAST} urgently. [[Two-week-wait]]: {Problem}.
---
There is a background of {problem}, {problem} and [[ischaemic heart disease]]. {short}, {short}. {relation}
{RELATIVEFIRST}
has {disease}.
||
PMH: {bits}
||
{HeShe} was under {DOCTORLASTDR} in {CITY} until {DATE} for {eponym}. Non-smoker. Lives alone in {CITY}.
---
On examination [[Romberg]] was steady, [[Hoffmann]] absent and [[tandem gait]] poor. BP {bp}. {exams}
||
[[Tinel]] and [[Phalen]] were positive on the right; [[Finkelstein]] negative. [[Spurling]] gave arm pain.
||
[[Cranial nerves]] intact. [[Dix-Hallpike]] to the left positive. [[Fundi]] normal.
---
Bloods: {lab}, {lab}, [[B12]] 240, [[Coeliac serology]] negative.
||
# Investigations
{TABLE}
||
[[NCS]] awaited. [[Lumbar MRI]] at {HOSPITAL} showed [[foraminal stenosis]].
---
Current treatment: {medicine} {dose}, {medicine} {dose}, {brand}. Allergy: {drug}.
||
Medication - {Drug}; {Drug}; {brand} prn; [[Movicol]]; [[Calcichew D3]].
---
{HeShe} can be reached on {PHONE} or {EMAIL2}; {relation} {RELATIVE} drives {hisher} to visits.
||
I have told {TITLELAST} to expect your letter at {STREET}, {CITY} {POSTCODE}.
||
---
With best wishes

{DOCTORFULL}
||
Yours sincerely,

Dr {DOCTORFULL}
GMC {LICENCE}
||
Yours, {DOCTORFIRST}

cc {DOCTORFULL2}; {FULL}
"""

PROBLEMS = """\
# Problem list
{FULL}  {DOB}  {MRN}
||
PROBLEM LIST - {LAST}, {FIRST} - updated {DATE} by {DOCTORLAST}
||
Summary printed {DATE} for {DOCTORFULL}
Patient {FULL}, {age} {sexletter}
---
# Active
{Problem}   onset {DATE}
{Problem}
{Problem}   {DOCTORLAST}
{Eponym}
{Finding}
||
# Active problems
1) {PROBLEM}
2) {PROBLEM}
3) {Problem} - followed at {HOSPITAL}
4) {Finding} - {medicine}
||
# Ongoing
* {Problem} ([[ICD-10]] {ICD})
* {Problem} ({ICD})
* {Finding} ({ICD})
* [[Gastroesophageal Reflux Disease]] (K21.9)
---
# Resolved
{Problem} ({DATE})
[[Cholelithiasis]]
{Finding}
||
# Inactive
[[Appendicitis]] 1998; {problem}; {problem}
||
---
# Allergies
{Drug} - [[Anaphylaxis]]
{brand} - [[Rash]]
[[Latex]]
||
# Allergies and intolerances
{brand}: [[GI Upset]]. [[Shellfish]]: [[Angioedema]]. Entered by {NURSE}.
||
# Allergies
None known. Verified {DATE} {INITIALS}
---
# Medications
{Drug} {dose}
{brand} {dose}
{Drug} {dose}
[[Aspirin EC]] 81 mg
[[Multivitamin]]
||
# Current medications
{MEDICINE} {dose}; {MEDICINE} {dose}; {brand}; [[Fish Oil]]; [[Calcium Carbonate]]
||
# Rx
{brand} | {dose} | {DATE} | {DOCTORLAST}
{Drug} | {dose} | {DATE} | {DOCTORLAST}
{Drug} | {dose} | {DATE} | {DOCTORFULL2}
---
# Surgical history
{Procedure} ({DATE}, {DOCTORLASTDR}, {HOSPITAL})
{Procedure}
[[Tonsillectomy]]
||
# Past surgical history
{Procedure} / {Procedure} / [[ORIF]] / [[D&C]]
---
# Family history
Mother: {Problem}. Father: {Problem}, died at 71. Brother {RELATIVEFIRST}: [[Healthy]].
||
# FH
{problem} - {relation}; {disease} - {relation} {RELATIVEFIRST}
||
# Social
Married to {RELATIVE}. Works for {EMPLOYER}. Born in {CITY}. [[EtOH]] occ, [[Tob]] never.
---
# Immunizations
[[Tdap]] {DATE}; [[Influenza]] {DATE}; [[Pneumovax 23]]; [[Shingrix]] x2, lot {DEVICE}; [[MMR]] immune
||
# Health maintenance
[[Mammogram]] due. [[Pap]] {DATE}. [[DEXA]]: [[Osteopenia]]. [[Cologuard]] ordered. [[Hep C screen]] neg.
||
---
PCP {DOCTORFULL}   Contact {RELATIVE} {PHONE}
||
Reviewed with patient {DATE}. {DOCTORINITIAL}
||
Source: {HOSPITAL}, {URL}
"""

TELEPHONE = """\
TELEPHONE ENCOUNTER {DATE} {clock}
Caller: {RELATIVE} ({relation})   Patient: {FULL}   Callback: {PHONE}
||
Phone message
For: {DOCTORLASTDR}   From: {NURSELAST}   Re: {LAST}, {FIRST} {DOB}
||
# Patient call
{clock} {FIRST} {LAST} {MRN} rang from {PHONE}
---
States {symptom} since this morning. On {medicine} for {problem}. Denies {symptom}.
||
{relation} {RELATIVEFIRST} reports {FIRST} vomited twice after {brand} and wonders whether to hold it.
||
Refill: {Drug} {dose}, {brand} {dose}. Pharmacy: {HOSPITAL}, {STREET}, fax {FAX}.
||
Wants results of {Procedure} and {lab}.
---
# Protocol
[[Diabetes - Low Blood Sugar (Hypoglycemia)]]. Disposition: Home Care.
||
# Triage
[[Adult Abdominal Pain]]; No [[Red Flags]]; advised [[clear liquids]]. {bits}
||
Advised ED per {DOCTORLASTDR}. {FIRST} will go to {HOSPITAL}.
---
Discussed w {DOCTORLAST}, ok to {medicine}. {NURSE} RN
||
Per Dr. {DOCTORLAST}: increase {drug} to {dose}, recheck [[BMP]] on {DATE}.
||
LM on VM for {RELATIVEFIRST} at {PHONE2}. {INITIALS}
---
Spoke with {FIRST}, verbalized understanding. Closed {DATE} {clock} {NURSELAST}.
||
Routed to {DOCTORFULL2}. Thanks, {NURSE}
||
{INITIALS} {clock}
"""

SOCIAL = """\
# Social work assessment
Client {FULL}, {DATE}, worker {NURSE}
||
CASE MANAGEMENT NOTE   {LASTFIRST}   MRN {MRN}   {ward}
||
Discharge planning, {HOSPITAL}, {DATE}: {TITLELAST}
---
{TITLELAST} lives at {STREET}, {CITY}, with {hisher} {relation} {RELATIVE}, who is {AGE90} and uses a [[walker]].
||
{FIRST} rents a flat in {CITY2}; landlord {RELATIVE}. Worked for {EMPLOYER} until {DATE}.
||
{FIRST} came from {CITY} as a child and went to {SCHOOL}. Separated; {relation} {RELATIVEFIRST} is supportive.
---
# Supports
{RELATIVE} ({relation}) {PHONE}; neighbour {RELATIVEFIRST}; {EMPLOYER} benefits; policy {PLAN}
||
# Supports
[[Meals on Wheels]], [[Medicaid]] {PLAN}, [[home health aide]] twice weekly ({NURSE})
---
# Needs
[[Hoyer lift]], [[Rollator]], [[3-in-1 commode]]; [[PT]], [[OT]], [[SLP]]; [[Hospice]] information given
||
# Function
[[ADLs]] with help, [[Barthel]] 60, [[MoCA]] 21, [[PHQ-9]] 12, [[Katz]] 4. {Finding}.
||
# Medical
{problem}, {problem}; {medicine}; {bits}
---
# Goals
{FIRST} hopes to return to {CITY}. {RELATIVEFIRST} will hold [[power of attorney]].
||
# Plan
Bed offered by {HOSPITAL}; {DOCTORLASTDR} agrees. Transport {DATE} {clock}. May need [[oxygen]] at home.
---
{NURSE}, LCSW   pager {PHONE}
||
Signed {INITIALS} {DATE}
||
{NURSE}, MSW, with student {NURSELAST}
"""
