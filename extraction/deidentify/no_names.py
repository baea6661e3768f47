"""Words that look like names and are none: brands of medicines and devices, countries, states, peoples, languages."""

from __future__ import annotations

import re

BRANDS = frozenset(
    re.findall(
        r"\S+",
        "abilify accolate accu-chek accupril accutane aciphex actiq actonel actos adalat adderall adipex advair advil "
        "afrin aggrenox aimovig ajovy aldactone aldara aldomet alecensa aleve alimta alka-seltzer alkeran allegra "
        "alloderm alphagan altace alunbrig amaryl ambien amitiza anaprox androgel anectine anoro antabuse antivert "
        "anusol apidra apretude aquaphor aranesp arcalyst arexvy aricept arimidex arnuity aromasin arthrotec asacol "
        "asmanex astelin atacand atarax ativan atripla atrovent augmentin austedo avalide avandia avapro avastin "
        "avelox avodart avonex avsola azilect azmacort azulfidine bactrim bactroban bakri band-aid basaglar bavencio "
        "benadryl bengay benicar bentyl benzaclin beovu betadine betapace betaseron biaxin biktarvy biofreeze bipap "
        "blincyto blistex bonine boniva boosterix bosulif botox braftovi breo breztri brilinta briumvi brukinsa bumex "
        "buspar bydureon byetta bystolic cabenuva cabometyx caduet calan calquence camptosar camzyos caplyta carafate "
        "carbocaine cardizem cardura casodex catapres ceftin celebrex celexa cellcept cepacol cerave cervidil "
        "cetaphil chantix chapstick chloraprep chloraseptic cialis cimzia cipro clarinex claritin cleocin climara "
        "clinoril clozaril coban cogentin colace colazal combigan combivent cometriq comirnaty compazine concerta "
        "copaxone coreg corgard cosentyx cosopt cotellic coumadin cozaar cpap cresemba crestor cubicin cymbalta "
        "cyramza cytomel cytotec cytoxan dacron daraprim darvocet darzalex daypro decadron delsym demadex demerol "
        "depakene depakote dermabond descovy desitin desyrel detrol dexcom dexilant diabeta dificid diflucan dilantin "
        "dilaudid dimetapp diovan diprivan ditropan dolobid doryx dosepak dovato dramamine dulcolax duoderm duoneb "
        "dupixent duragesic duramorph dyazide dynasplint edarbi effexor effient elavil elidel eligard eliquis elocon "
        "eloxatin emgality enbrel enfamil enhertu entresto entyvio epclusa epidiolex epipen epogen erleada eskalith "
        "estrace estraderm ethibond eucerin evenity evicel evista evrysdi evusheld excor exelon exforge eylea farxiga "
        "fasenex faslodex femara feosol fintepla fioricet fiorinal flagyl flexeril flomax flonase florinef floseal "
        "flovent fluarix fluzone focalin folfiri folfirinox folfox fortaz fosamax frova fycompa gabitril gardasil "
        "gatorade gattex gaviscon gazyva gelfoam gemzar genotropin genvoya geodon gilenya gilotrif gleevec glucerna "
        "glucometer glucophage glucotrol glucovance glyset glyxambi golytely gore-tex halcion haldol harvoni havrix "
        "heartmate hemabate hemgenix hemovac hepsera herceptin hibiclens humalog humira humulin hycodan hytrin hyzaar "
        "ibrance icy-hot idhifa ilaris imbruvica imdur imfinzi imitrex imodium impella imuran inderal indocin "
        "infusaport inlyta integrilin intelence intuniv invega invokana isentress isordil isosource jakafi januvia "
        "jardiance jemperli jevity jevtana jublia juluca juul kadcyla kaletra kalydeco kaopectate kapvay keflex "
        "kenalog keppra kerendia kerlix kesimpta keytruda kisqali klonopin klor-con krystexxa kyprolis lamictal "
        "lamisil lanoxin lantus lartruvo lasix latuda lemtrada lenvima leqembi leqvio lescol levaquin levemir levitra "
        "levophed levothroid levoxyl lexapro lialda librium libtayo lidoderm ligasure linzess lioresal lipitor livalo "
        "loestrin lomotil lonsurf lopid lopressor lorbrena lortab lotensin lotrel lotrisone lovaza lovenox lucentis "
        "lumakras lumigan lunesta lupron luvox lynparza lyrica maalox macrobid macrodantin marcaine marlboro "
        "mavenclad mavyret maxalt maxzide medihoney mediport medrol medtronic megace mekinist menactra menveo mepilex "
        "merrem mestinon metamucil methergine mevacor miacalcin micardis microgestin micronase microzide midol "
        "minipress minocin miralax mirapex mirena mobic monocryl monovisc motegrity motrin mounjaro moviprep mucinex "
        "mucomyst mycelex mylanta myrbetriq mysoline namenda naprosyn narcan nardil nasacort nasonex natazia neoral "
        "neosporin nepro nerlynx nesina neulasta neurontin nexium nexplanon niaspan nicoderm nicorette ninlaro "
        "nitrostat nivestym nizoral norco normodyne norpace norpramin norvasc novolin novolog nubeqa nucala nucynta "
        "nulojix nuplazid nurtec nutramigen nuvaring nuvigil nyquil ocrevus odefsey ofev ofirmev olumiant omnipod "
        "oncaspar opdivo opsumit orapred orencia orgovyx orilissa orkambi ortho-novum osmolite osphena otezla ovcon "
        "oxycontin oxytrol ozempic pamelor parlodel parnate patanol paxil paxlovid pedialyte pediarix pentacel pepcid "
        "pepto-bismol percocet percodan peri-colace periactin perjeta permcath persantine phenergan phoslo piqray "
        "pitocin plaquenil plavix plegridy plendil pletal pleur-evac pleurx pneumovax pomalyst port-a-cath portrazza "
        "poteligeo pradaxa praluent pravachol precedex precose premarin prempro prevacid prevnar prevymis prezcobix "
        "prezista prilosec prinivil pristiq procardia procrit prograf prolene prolia propecia proquad proscar prozac "
        "pulmicort pulmozyme pyridium quadracel qulipta qvar radicava ranexa razadyne reblozyl recarbrio reglan "
        "relafen relpax remeron remicade renagel renvela repatha requip restasis restoril retacrit retin-a revatio "
        "revlimid rhogam rilutek rinvoq risperdal ritalin rituxan robaxin robinul robitussin rocephin rogaine rotarix "
        "rotateq roxicodone rozerem rozlytrek rubraca ruzurgi rybelsus rydapt rythmol salonpas sanctura sandimmune "
        "santyl savella seldane senokot sensipar sensorcaine seprafilm septra serevent seroquel shingrix silastic "
        "siliq silvadene similac simponi sinemet sinequan singulair skelaxin skyrizi soliris sovaldi spevigo spinraza "
        "spiriva spravato stalevo stelara steri-strip strattera stribild sublimaze suboxone subutex sudafed sunosi "
        "surgicel symbicort symdeko symtuza synjardy synthroid synvisc tafinlar tagamet tagrisso taltz talzenna "
        "tamiflu tapazole tarka tasigna taxol taxotere tdap tecentriq tecfidera teflon tegaderm tegretol tekturna "
        "telfa tenoretic tenormin tezspire theo-dur theraflu thorazine tiazac tigan tikosyn timoptic tisseel tivicay "
        "tobradex tofranil topamax toprol toradol toujeo tradjenta trandate travatan trelegy tremfya tresiba "
        "tribenzor tricor trikafta trileptal trintellix trodelvy trulicity truqap truvada truxima tubigrip tukysa "
        "tums tussionex tylenol tymlos tysabri ubrelvy uloric ultomiris ultracet ultram unasyn unithroid uptravi "
        "urecholine uroxatral vabysmo valium valtrex vancocin vaqta varubi vaseline vasotec vectibix velcade veltassa "
        "venclexta ventolin verelan verquvo verzenio vesicare viagra vibramycin vicodin vicoprofen vicryl victoza "
        "viibryd vimpat viramune visine vistaril vivelle voltaren vosevi vraylar vumerity vytorin vyvanse wegovy "
        "welchol wellbutrin xalatan xanax xarelto xeljanz xeloda xelox xenical xermelo xeroform xgeva xiidra xofluza "
        "xolair xopenex xospata xtampza xtandi xylocaine yankauer yervoy zanaflex zantac zarbee's zarontin zaroxolyn "
        "zebeta zejula zelboraf zelnorm zemuron zepbound zeposia zerbaxa zestoretic zestril zetia ziac zicam "
        "zithromax zocor zofran zolgensma zoloft zomig zostavax zosyn zovirax zubsolv zulresso zurampic zyban zykadia "
        "zyloprim zyprexa zyrtec zytiga zyvox ",
    )
)
"""In small letters."""

WIDE = frozenset(
    re.findall(
        r"[^|]+",
        "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|hawaii|idaho|illinois|indiana"
        "|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana"
        "|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon"
        "|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|west virginia|wisconsin"
        "|wyoming|africa|america|asia|europe|australia|austria|bangladesh|belgium|bolivia|brazil|cambodia|canada|china"
        "|colombia|cuba|denmark|ecuador|egypt|england|ethiopia|finland|france|germany|ghana|greece|guatemala|haiti"
        "|honduras|hungary|iceland|india|indonesia|iran|iraq|ireland|italy|jamaica|japan|kenya|korea|laos|liberia|malaysia"
        "|mexico|morocco|nepal|netherlands|new zealand|nicaragua|nigeria|norway|pakistan|panama|peru|philippines|poland"
        "|portugal|romania|russia|saudi arabia|scotland|singapore|somalia|south africa|spain|sudan|sweden|switzerland"
        "|syria|taiwan|thailand|turkey|uganda|ukraine|united kingdom|united states|venezuela|vietnam|wales|zimbabwe"
        "|african|african american|american|arabic|armenian|asian|brazilian|british|cantonese|caucasian|chinese|dutch"
        "|english|filipino|french|german|greek|haitian|hispanic|hmong|indian|irish|italian|japanese|jewish|korean"
        "|latina|latino|mandarin|mexican|nepali|polish|portuguese|puerto rican|punjabi|russian|somali|spanish|swedish"
        "|tagalog|turkish|ukrainian|urdu|vietnamese",
    )
)
"""Countries, states of more than 20,000 people, peoples and languages, in small letters; names of people left out."""

_CLINICAL_END = re.compile(
    r".{3,}(?:plasty|ectomy|otomy|ostomy|oscopy|desis|itis|osis|aemia|emia|uria|opathy|algia|statin|sartan|prazole"
    r"|cillin|mycin|floxacin|azepam|ogram|ography|orrhaphy|centesis|plegia|paresis)s?"
)


def is_medical(word: str) -> bool:
    """Whether a word in small letters is a brand, or ends as only words of medicine do.

    >>> is_medical("synthroid"), is_medical("kyphoplasty"), is_medical("smith")
    (True, True, False)
    """
    return word in BRANDS or _CLINICAL_END.fullmatch(word) is not None
