"""Pieces of English notes, written for this project. Slots in capitals are identifiers, those in small letters are not.

Every second piece of a list (by place, from 1) is held out: rules are not written and models not trained on it.
"""

from __future__ import annotations

HEADERS = (
    "Patient: {FULL}\nMRN: {MRN}\nDOB: {DOB}\nDate of visit: {DATE}\nProvider: {DOCTOR}\n",
    "NAME: {LASTFIRST}    RECORD NO. {MRN}\nADMITTED {DATE}   WARD {ward}\nCONSULTANT: Dr {DOCTORLAST}\n",
    (
        "{HOSPITAL}\n{STREET}, {CITY}, {STATE} {POSTCODE}\nTel {PHONE}  Fax {FAX}\n\nDISCHARGE "
        "SUMMARY\nPatient Name: {LASTFIRST}\nMedical Record Number: {MRN}\nAccount "
        "#: {ACCOUNT}\n"
    ),
    (
        "| Name | {FULL} |\n| DOB | {DOB} |\n| NHS number | {MRN} |\n| GP | {DOCTORFULL} "
        "|\n| Address | {STREET}, {CITY} {POSTCODE} |\n"
    ),
    (
        "Re: {FULL}, born {DOB}\n{STREET}\n{CITY} {POSTCODE}\n\nDear {DOCTORLASTDR},\n\nThank "
        "you for referring this {age} year old {sex}.\n"
    ),
    "CLINIC NOTE - {DATE}\nPt {LAST}, {FIRST} ({age}{sexletter})  Hosp# {MRN}  Insurance ID {PLAN}\n",
    "PROGRESS NOTE\nPATIENT {FULLCAPS}\nUNIT NUMBER {MRN}\nVISIT DATE {DATE}\nATTENDING {DOCTORCAPS}\n",
    "Encounter {DATE}, {HOSPITAL}.\nSubject {FULL}, SSN {SSN}, policy {PLAN}.\n",
    "From: {DOCTORFULL} <{EMAIL}>\nTo: {DOCTORFULL2} <{EMAIL2}>\nDate: {DATE}\nSubject: {LAST}, {FIRST}\n",
    (
        "Emergency Department Record\nArrival {DATE} {clock}\nName: {FIRST} {MIDDLE}. "
        "{LAST}\nAge/Sex: {age} {sexletter}\nHome phone: {PHONE}\nNext of kin: "
        "{RELATIVE} ({relation}), {PHONE2}\n"
    ),
    "name: {FULLLOWER}\ndob: {DOB}\nmrn {MRN}\n",
    "{LASTFIRST} | {DOB} | {MRN} | {HOSPITAL}\n",
    (
        "Referral letter\n{DATE}\n\n{DOCTORFULL}, MD\n{HOSPITAL}\n{STREET}\n{CITY}, "
        "{STATE} {POSTCODE}\n\nRegarding: {FULL}   D.O.B. {DOB}\n"
    ),
    (
        "OPERATIVE REPORT\nPatient: {LASTFIRST}\nSurgeon: {DOCTORFULL}\nAssistant: "
        "{DOCTORFULL2}\nDate of procedure: {DATE}\nImplant serial no. {DEVICE}\n"
    ),
    "Telehealth visit {DATE} with {FULL} (username {USERNAME}, IP {IP}).\n",
    "ADMISSION NOTE ({HOSPITAL}, {DATE})\nIdentifying data: {FULL}, {age}-year-old {sex}, chart {MRN}.\n",
    "Nursing shift report\nBed 12: {TITLELAST}, admitted {DATE} under Dr. {DOCTORLAST}. Wristband {MRN}.\n",
    "Pt Name/ID: {FULL} / {MRN}\nPCP: {DOCTORLAST}\nPharmacy phone: {PHONE}\nPlan member no: {PLAN}\n",
)

STORIES = (
    "{TITLELAST} is a {age}-year-old {sex} with {disease} and {disease2} who presents with {symptom} for {duration}.",
    (
        "This pleasant {age} y.o. {sex} comes from {CITY} for follow up of {disease}. "
        "{HeShe} was last seen on {DATE} by Dr. {DOCTORLAST}."
    ),
    "{FIRST} reports {symptom} and denies {symptom2}. {HisHer} {relation} {RELATIVEFIRST} noticed it first.",
    (
        "I had the pleasure of seeing {FULL} today. {HeShe} works at {EMPLOYER} "
        "and lives with {hisher} {relation} at {STREET}, {CITY}."
    ),
    "History: {eponym} suspected since {DATE}. {trap}",
    "Medications: {drug} {dose}; {drug2} {dose2}. {trap}",
    "On exam BP {bp}, HR 76, GCS 15, strength 4/5 in the left arm. {trap} {LAST} tolerated the examination well.",
    "Labs on {DATE}: sodium 138 mmol/L, potassium 4.1, creatinine 1.2 mg/dL, Hgb 11.4, {lab}. {trap}",
    (
        "{HeShe} was transferred from {HOSPITAL} after a fall; CT showed no bleed. "
        "The {relation}, {RELATIVE}, can be reached at {PHONE}."
    ),
    (
        "Genetic testing found a variant in {gene}; {HisHer} {relation} {RELATIVEFIRST} "
        "{LAST} carries it too. Counselled about {disease}."
    ),
    "Social history: retired from {EMPLOYER}. Went to {SCHOOL}. Originally from {CITY}. Never smoked.",
    "Past history of {disease} (dx {DATE}), {eponym}, and {disease2}. Allergic to {drug}. {trap}",
    "Discussed with {DOCTORFULL} of {HOSPITAL}, who agreed to start {drug} {dose}.",
    "Dr. {DOCTORLAST} and nurse {NURSELAST} were at the bedside. {trap} Pain 7/10 before, 2/10 after {drug}.",
    "Pacemaker (serial number {DEVICE}) interrogated {DATE}; no events. {trap}",
    (
        "{HeShe} drove {hisher} truck (VIN {VIN}, plate {PLATE}) into a ditch near "
        "{CITY} on {DATE} and sustained {disease}."
    ),
    "The patient sends messages from {EMAIL} and through the portal as {USERNAME}; last login from {IP}.",
    "MRI: disc protrusion at L4-5 and C5-6, mild stenosis. {trap} Compared with the study of {DATE} from {HOSPITAL}.",
    "{FIRST}'s {relation} says that {FIRST} stopped {drug} on {DATE} because of {symptom}.",
    "Mother ({RELATIVE}, {AGE90}) has {disease}; father died of {disease2} at 67. Sister {RELATIVEFIRST} is well.",
    "Driver's license {LICENCE} was presented. Billing to account {ACCOUNT}, health plan {PLAN}.",
    "At age {AGE90} {TITLELAST} still walks daily. {trap} {eponym} was excluded by {DOCTORFULL}.",
    "Called {RELATIVE} on {PHONE}; left a message. Will try {PHONE2} tomorrow. {trap}",
    "Seen together with {NURSE}, RN, and {DOCTORFULL}, DO. Assessment: {disease}, stable. Continue {drug} {dose}.",
    "ROS: no {symptom}, no {symptom2}. {trap} Home address verified: {STREET}, {CITY}, {STATE} {POSTCODE}.",
    "{LAST} underwent surgery on {DATE} at {HOSPITAL} for {disease}. Postoperatively {heshe} received {drug} {dose}.",
    "Impression: 1. {disease}. 2. {eponym}. 3. {disease2}. {trap} Results to be faxed to {FAX}.",
    "More information was printed from {URL} for {TITLELAST} about {disease}.",
    (
        "{RELATIVE}, the {relation}, asks whether {drug} may be continued. {trap} "
        "Explained to {FIRST} and {RELATIVEFIRST}."
    ),
    "{HeShe} attends {SCHOOL}; the school nurse, {TITLENURSE}, gives {drug} {dose} at noon.",
    "Echo {DATE}: EF 55%, E/A 0.8, LVH mild; {trap} interpreted by {DOCTORINITIAL}",
    "Per {DOCTORLASTDR}'s note of {DATE}, {drug} was stopped and {drug2} {dose2} begun for {eponym}.",
    "{FULL} was brought in by ambulance from {STREET} after {symptom}. Police report lists plate {PLATE}.",
    "Since moving from {CITY} to {CITY2} in {DATE} {heshe} has had no follow-up for {disease}. {trap}",
    "Vaccinated {DATE} at {HOSPITAL}, lot recorded. {trap} Next dose in 10-12 weeks.",
    "Patient {FULL} ({MRN}) consented; witness {NURSE}. Procedure: {eponym} release, uncomplicated.",
    "Medication reconciliation with {TITLELAST}: {drug} {dose}, {drug2} {dose2}. {trap}",
    "Spoke to {TITLELAST} by phone ({PHONE}) about the {gene} result and {lab}. {trap}",
    "Emergency contact {RELATIVE}, {relation}, {PHONE}, {EMAIL}.",
    "Social worker {NURSE} visited {HOSPITAL} to arrange transport to {CITY}. National ID {SSN}.",
)

ENDS = (
    "Electronically signed by {DOCTORFULL}, MD on {DATE} {clock}\n",
    "Dictated by: {DOCTORFULL}\nTranscribed: {DATE} / {INITIALS}\n",
    "Sincerely,\n\n{DOCTORFULL}, M.D.\n{HOSPITAL}\nPhone: {PHONE}\nFax: {FAX}\n",
    "Kind regards\nDr {DOCTORFULL}\nConsultant Physician\ncc: {DOCTORFULL2}, {HOSPITAL}\n",
    "Plan: return on {DATE}. {trap}\n-- {DOCTORLAST}\n",
    "Reviewed with attending {DOCTORLASTDR}. {NURSE}, PA-C\n",
    "Signed: {DOCTORINITIAL}, {DATE}\nContact {EMAIL}\n",
    "RN: {NURSE}   {clock}   pager {PHONE}\n",
    "Follow up with {DOCTORFULL} in 2-3 weeks. Call {PHONE} with questions or visit {URL}.\n",
    "Attending: {DOCTORCAPS}, MD  License {LICENCE}\n",
    "Authenticated {DATE} {clock} {DOCTORLAST}, {DOCTORFIRST}\n",
    "Yours sincerely\n{DOCTORFULL}\nSecretary: {NURSE}, tel. {PHONE}, {EMAIL}\n",
)
