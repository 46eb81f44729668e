"""The words that redaction goes by: cues in several languages, and first names that are little else than names."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What the number that follows is. The nearest one before a number decides.
PHONE_CUES = (
    "phone", "call", r"tel\b", "mobile", r"cell\b", "cellphone", "reach", "ring me", "text me", r"sms\b", "whatsapp",
    "fax", "contact me", "dial", "my number", "meine nummer", "mijn nummer", "mon numéro", "mi número", "meu número",
    "mio numero", "telefon", "handy", "mobil", "ruf", "erreich", "teléfono", "telefono", "móvil", "celular", "llám",
    "llam", "telefone", "telemóvel", "ligue", "ligar", "téléphone", "portable", "appel", "joindre", "cellulare",
    "chiam", "telefoon", "bel me", "bel mij", "bellen", "bereik", "zadzwo", "komórk", "tlf", "ring mig", r"puh\b",
    "电话", "手机", "電話", "携帯", "전화",
)  # fmt: skip
ORDER_CUES = (
    "order", "ticket", r"case\b", r"cases\b", r"ref\b", "referen", "booking", "confirmation", "invoice", "tracking",
    "parcel", "shipment", "delivery", r"rma\b", "po number", "purchase", "sku", "serial", "item", "product",
    "article", "isbn", r"ean\b", r"upc\b", "barcode", "batch", "build", "version", "error", "code", "transaction",
    "receipt", "quote", "voucher", "coupon", "model", "part number", "incident", "request", "report", "issue",
    "bestell", "auftrag", "rechnung", "vorgang", "sendung", "artikel", "lieferung", "beleg", r"fall\b",
    "aktenzeichen", "seriennummer", "commande", "facture", "dossier", "colis", "référence", "livraison", "suivi",
    "billet", "pedido", "factura", "envío", "paquete", "incidencia", "rastreo", "compra", "encomenda", "fatura",
    "chamado", "protocolo", "rastreio", "ordine", "fattura", "spedizione", "pratica", "scontrino", "pacco",
    "bestelling", "factuur", "pakket", "zending", "zamówieni", "faktur", "zgłoszeni", "paczk", "przesyłk", "ordre",
    "beställning", "ärende", r"sag\b", r"po\b", "tilaus", "lasku", "注文", "订单", r"id\b", "timestamp", "epoch", "unix",
)  # fmt: skip
CARD_CUES = (
    "card", "visa", "mastercard", "amex", "paid", "pay", "kart", "kredit", "carte", "tarjeta", "cartão", "cartao",
    "carta", "kaart", "bezahl",
)  # fmt: skip
VERSION_CUES = (
    "version", r"ver\b", r"v\b", "build", "release", "firmware", "update", "upgrade", "driver", "patch", r"ios\b",
    "android", "windows", "chrome", "firefox", "safari", r"edge\b", "sdk", r"api\b", r"app\b", "software", "versión",
    "versão", "versione", "versie", "wersj",
)  # fmt: skip

_NUMBER_WORD = (
    r"(?:[ -]?(?:numbers?|nos?\b\.?|num\b\.?|nr\b\.?|id\b|ids\b|code|#|№|nummer|numéro|numero|número|n[°ºo]\b\.?|numer))?"
    r"(?: of (?:the )?\w{1,12}| de (?:la )?\w{1,12})?"
    r"(?: ?(?:(?:is|are|was|ist|lautet|est|es|é|è|to)\b|[:=#-]))*[ :#=\"'(]*"
)
ID_CUE = (
    r"(?:\bssn\b|social (?:security|insurance)|passport|driv(?:er'?s?|ing) licen[cs]e|(?:national|government|personal) id\b|"
    r"national insurance|\bid card|identity card|tax(?:payer)? id|\bnhs\b|"
    r"\bnino\b|\bsin\b|\btfn\b|medicare|\bdni\b|\bnie\b|\bnif\b|\bcpf\b|"
    r"\bcnpj\b|\brg\b|\bcurp\b|\brfc\b|steuer-?(?:id|nummer|identifikationsnummer)|sozialversicherung|ausweis|reisepass|"
    r"sécurité sociale|passeport|carte d'identité|codice fiscale|passaporto|carta d'identità|pasaporte|seguridad social|"
    r"\bbsn\b|burgerservice|paspoort|\bpesel\b|personnummer|\bcpr\b|aadhaar|\bpan card|cartão de cidadão|passaporte)"
    + _NUMBER_WORD
)
ACCOUNT_CUE = (
    r"(?:\baccount|\bacct\b|\bcustomer|\bclient\b|\bmember(?:ship)?|\bpolicy|\bsubscriber|\bpatient|\bloyalty|sort code|routing|"
    r"\bkunden|\bkonto|\bvertrags|\bmitglieds?|bankleitzahl|\bblz\b|\bcompte|\bclient|\badhérent|\bcontrat|"
    r"\bcuenta|\bcliente|\bsocio|\bcontrato|\bconta\b|\bconto\b|\bcontratto|\bklant|\brekening|\blidmaatschap|\bkontonr|\bklienta|\bkunde)"
    r"(?:'s)?" + _NUMBER_WORD
)
LOGIN_CUE = (
    r"\b(?:user ?name|user ?id|login|benutzername|nom d'utilisateur|nombre de usuario|nome utente|gebruikersnaam|usuário)"
    r"(?: is| ist| est| es| é| è)?[ :=\"']+"
)
# A text without any of these has none of the three cues above.
CUE_STEMS = _words(
    """
    ssn social passport passeport paspoort passaporto passaporte pasaporte licen national insurance card nhs nino
    sin tfn medicare dni nie nif cpf cnpj rg curp rfc steuer sozial ausweis reisepass sécurité identi codice
    seguridad bsn burger pesel personnummer cpr aadhaar cartão account acct customer client member policy
    subscriber patient loyalty sort routing kund konto vertrag mitglied bankleit blz compte adhérent contrat
    cuenta cliente socio conta conto klant rekening lidmaat klienta user login benutzer usuario utente gebruik
    usuário government driv tax
    """
)

# How many letters and digits an IBAN has, by country (the SWIFT IBAN registry).
IBAN_LENGTHS = {
    word[:2]: int(word[2:])
    for word in _words(
        """
        AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24
        FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32
        LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24
        RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
        """
    )
}

# After these a name follows, however it is written.
NAME_CUES = (
    r"my (?:full |first |last |sur)?name(?: is|'s|’s)", r"(?:full |first |last |sur|customer )?name ?[:=]",
    r"(?:the |under the )name is", r"mein (?:vor|nach)?name ist", r"mein name lautet", r"ich hei(?:ß|ss)e",
    r"name ist", r"je m['’]appelle", r"mon nom (?:est|c'est)", r"nom ?:", r"me llamo", r"mi nombre es", r"nombre ?:",
    r"mi chiamo", r"il mio nome è", r"nome ?:", r"(?:o )?meu nome é", r"me chamo", r"chamo-me", r"mijn naam is",
    r"ik heet", r"naam ?:", r"nazywam się", r"mam na imię", r"jag heter", r"mit navn er", r"jeg heter",
    r"mitt navn er", r"nimeni on",
)  # fmt: skip
# After these a capitalised word is a name.
TITLES = (
    r"(?:the|under|in) (?:the )?name of",
    r"mr\.?", r"mrs\.?", r"ms\.?", r"miss", r"mx\.?", r"dr\.?", r"prof\.?", r"herrn?", r"frau", r"fräulein",
    r"monsieur", r"madame", r"mme\.?", r"mlle\.?", r"señora?", r"señorita", r"sra?\.", r"don", r"doña",
    r"sig\.?(?:ra)?", r"signora?", r"senhora?", r"dona", r"dhr\.?", r"mevr(?:ouw|\.)?", r"meneer", r"pan", r"pani",
    r"spoke(?:n)? (?:to|with)", r"talked (?:to|with)", r"speak(?:ing)? (?:to|with)", r"chatted with",
    r"(?:agent|rep|advisor|technician|colleague|manager) named",
    r"(?:a|an|agent|man|woman|guy|lady|person|someone) (?:called|named)", r"attn:?", r"i am (?:mr|mrs|ms)\.?",
    r"cardholder:?", r"contact:",
)  # fmt: skip
# After these a capitalised word is a name if it is a common one, or if the sentence ends or turns behind it.
GREETINGS = (
    r"this is", r"i am", r"i['’]m", r"it['’]s", r"dear", r"hi", r"hello", r"hey", r"thanks", r"thank you",
    r"(?:\w+ )?regards", r"sincerely", r"cheers", r"best(?: wishes)?", r"yours(?: truly| sincerely| faithfully)?",
    r"love", r"signed", r"good (?:morning|afternoon|evening)", r"agent", r"hier (?:ist|spricht|schreibt)", r"ich bin",
    r"liebe[r]?", r"hallo", r"guten (?:tag|morgen|abend)", r"gr(?:ü|ue)(?:ß|ss)en?(?: von)?", r"gruß", r"danke",
    r"bonjour", r"cher", r"chère", r"cordialement", r"ici", r"je suis", r"merci", r"salutations", r"hola",
    r"estimad[oa]", r"querid[oa]", r"atentamente", r"saludos", r"un saludo", r"soy", r"gracias", r"ciao", r"gentile",
    r"sono", r"saluti", r"grazie", r"buongiorno", r"olá", r"oi", r"prezad[oa]", r"car[oa]",
    r"aqui (?:é|fala)(?: o| a)?", r"sou(?: o| a)?", r"atenciosamente", r"obrigad[oa]", r"abraços", r"cumprimentos",
    r"beste", r"geachte", r"groet(?:en|jes)?", r"ik ben", r"met", r"bedankt", r"dag", r"cześć", r"dzień dobry",
    r"pozdrawiam", r"hej", r"mvh", r"hälsningar", r"hilsen", r"terveisin",
)  # fmt: skip
TURNS = _words(
    """
    again and at aus calling da de del della di do du e et from here i my of speaking uit und van vom von w with y
    """
)
# After these a first name is part of a place.
BEFORE_PLACES = _words("san santa santo saint sainte st sankt são sao port fort los las mount lake")
PARTICLES = _words(
    """
    al bin da das de del della den der di do dos du el ibn la le mac mc st st. ten ter van von y zu zur
    """
)
NO_NAME = _words(
    """
    a aber about after again agent all also always am an and angry anyone april are as at auf august bad be
    because bedankt been before being best bin bitte boa bom bonjour buenas buenos buongiorno but by calling can
    changed che cheers client cliente come como company correct could customer customers damen dank das dat dear
    december dem den der dhr dia did die different disappointed do does down dr días e een ein eine el en equipe
    equipo erg es et eu everybody everyone everything february folks for frau friday friend friends from
    frustrated furious für getting glad gli going good gracias grazie great gruß grüsse grüße guys had hallo happy
    has have having he heel heer hello help helpdesk her here herr herren herrn het hey hi his how i i'm i've ich
    if ihr ihre ik il im in incorrect interested io is ist it it's its january je july june just kind klant kunde
    kunden kundenservice kundin la las le les liebe listed lo looking los ma maar madam madame mais manager march
    mas may mein meine meneer merci mesdames messieurs meu mevr mevrouw mi might mijn minha mio miss missing
    misspelled mit mitglied mlle mme molto mon monday monsieur mr mrs ms muito must muy mx my never new nicht niet
    no non not nothing nous november now nutzer não o obrigada obrigado october oder of off ok okay on or os ou
    our out over pan pani para pas per pero please por prof que qui really regards sad sales saturday sehr senhor
    senhora senhores september service services señor señora señores señorita she should sie sig signor signora
    signori since sincerely sir so something sorry spelled sr sra still student studentin sunday support support-
    team sure tag tarde tardes team than thank thanks that the their then there these they this those thursday to
    today tomorrow too trying très tuesday um uma un una unable und under une unfortunately unhappy uno unsure up
    using usted very vielen voor vous waiting war was wat we wednesday well were what when where which while who
    why wij will wir with would writing written wrong y yeah yes yesterday yo you your yours zu zusammen équipe
    """
)

# Common in eight languages, and seldom a word, a town or a brand.
FIRST_NAMES = _words(
    """
    aaron abbie abigail adam aditya adriana agnieszka ahmed aisha akira alan albert alberto alejandra alejandro
    aleksander alessandra alessandro alessia alex alexander alexandra alexis alfred alfredo ali alice alicia alina
    allison alyssa amanda amber amelia amelie amina amir amy ana ananya anastasia anders andre andrea andreas
    andres andrew andrzej angel angela angelica anil anita anja anke ann anna annabel anne annette annika anouk
    anthony antje antoine anton antonella antonia antonio arianna arjun armando arnaud arthur arturo arun ashley
    ashok astrid audrey aurelie axel ayse barbara barry bart bartosz bas bastian beata beatrice beatriz ben
    benedikt benjamin bernard bernardo bernd bethany bettina beverley beverly bianca billy bjorn bobby bogdan
    bradley bram brandon brenda brendan brett brian bridget brittany bruce bruno bryan caleb calvin cameron camila
    camilla camille carina carl carla carlos carmen carol carolina caroline cassandra cassie catarina caterina
    catherine cecilia cedric celia celine cesar chad chantal charlene charles chelsea cheryl chiara chloe chris
    christa  christiane christina christine christoph christophe christopher cindy clara clare clarence
    claudia claudio clayton clemens clifford clinton clive cody colin connor corey courtney craig cristian
    cristiano cristina crystal curtis cynthia daan damian damien daniel daniela daniele danielle danny dariusz
    darlene darren darryl dave david dean deanna deborah debra declan deepak deepika denise dennis derek derrick
    devin diana diane diego dieter dimitri dirk divya dmitri dominic dominik dominique donald donna donovan dora
    doris dorothy douglas duncan dustin dwayne earl eddie edgar edith eduardo edward edwin eileen elaine eleanor
    elena elias elif elisa elisabeth elise eliza elizabeth elke ella ellen ellie emanuele emil emilia emilie emily
    emma emmanuel emre enrico enrique eric erica erik erika erin ernest ernesto esteban esther ethan eugene
    eugenia eva evan evelyn ewa fabian fabien fabio fabrizio fatima fatma federica federico felicity felipe felix
    femke ferdinand fernanda fernando fiona fleur florian floyd francesca francesco francine francis francisca
    francisco francois franklin franziska fred freddie frederic frederik freya friedrich gabriel gabriela gabriele
    gabriella gail gareth gary gaurav gavin gemma geoffrey georg george georgina gerald geraldine gerard gerhard
    gertrude giacomo gianluca gilbert gina giorgia giorgio giovanna giovanni giulia giuseppe gladys glen glenn
    gloria gonzalo gordon graeme graham gregor gregory greta grzegorz guido guilherme guillaume gunther gustavo
    hannah hannes hans harald harold harriet harry harvey hassan hayley hazel heather hector heidi heike heiko
    heinrich heinz helen helena helene helga hendrik henri henrietta henrik henrique henry herbert herman hilary
    hilda hiroko hiroshi holger hollie holly howard hubert hugo hussein ian ibrahim ida ignacio ilse imogen ines
    inge ingrid irene irina iris irma irving isaac isabel isabella isabelle ishaan ivan iwona jacek jackie jacob
    jacqueline jaime jake jakob jakub james jamie jan jana jane janet janice janina jared jarred jasmin jasmine
    jason javier jay jean jeanette jeanne jeff jeffery jeffrey jenna jennifer jenny jens jeremiah jeremy jeroen
    jerome jerry jerzy jesse jessica jessie jill jim jimmie jimmy jing jo joan joana joann joanna joanne joao
    joaquin jochen jodi jodie jody joe joel johan johann johanna johannes john johnny jon jonas jonathan joost
    jordan jorge joris jose josef josefina joseph josephine joshua josie joyce juan juana jude judith judy julia
    julian juliana julianne julie julien juliette julius june jurgen justin justyna kai kaitlyn kamil kara karen
    karim karin karina karl karsten katarzyna kate katelyn katharina katherine kathleen kathrin kathryn kathy
    katie katja katrin katrina kavita kayla kayleigh keith kelly kelsey ken kenji kenneth kenny kerry kerstin
    kevin khalid kieran kim kimberly kirsten kirsty klaus koen konrad kristen kristin kristina kristy krystal
    krzysztof kumar kurt kurtis kyle lachlan lakshmi lance larissa larry lars latoya laura lauren laurent layla
    lea leah leandro leanne leigh lena leon leonard leonardo leonie lesley leslie leticia lewis liam lidia lieke
    lillian linda lindsay lindsey lionel lisa logan lorenzo loretta lori lorraine lotte louis louisa louise luca
    lucas lucia luciana luciano lucie lucille lucy luis luisa luise luiz lukas lukasz luke lutz lydia lynne
    maarten mabel maciej madeline magdalena mahmoud maike malcolm malgorzata malwina mandy manfred manish manuel
    manuela marc marcel marcela marcelo marcia marcin marco marcos marcus marek margaret margarita margot
    marguerite maria marian mariana marianne marie marietta marilyn marina mario marion marisol marjorie markus
    marlene marlon marsha marta martha martin martina martine marvin mary mateo mateus mateusz matheus mathieu
    mathilde matt matteo matthew matthias mattia maureen maurice mauricio maximilian maxine meera megan meghan
    mehmet melanie melinda melissa melvin mercedes mercy meredith michael michaela michal michel michele michelle
    miguel mikael mike mila mildred milena ming miranda miriam misty mitchell mohamed mohammad mohammed mollie
    molly monica monika monique morgan moritz muhammad mustafa myra nadia nadine nancy naomi natalia natalie
    natasha nathalie nathan ned neha neil nelson nicholas nick nicola nicolas nicole niek niels nigel nikhil
    niklas nikolas nina noah nora norbert norma norman nour olga oliver olivia olivier omar oscar oskar otto owen
    pablo pam pamela paola paolo pascal patricia patricio patrick patrizia patryk paul paula paulina pauline paulo
    pawel pedro peggy penny peter petra phil philip philipp philippe phillip phyllis pierre pieter pietro piotr
    pooja prakash preston priya rachel rafael rafal raffaele rahul rainer rajesh rakesh ralf ralph ramon randall
    randy raphael raquel ravi raymond rebecca reece regina reginald reinhard renata renate renato rene rhonda rhys
    ricardo riccardo richard ricky rita robert roberta roberto robin robyn roderick rodney rodrigo roger rohan
    roland rolf romain ronald ronnie rosa rosario rosemary rosie roxanne roy ruben ruby rudolf russell ruth ryan
    sabine sabrina sachin  sally sam samantha samir samuel sander sandra sandro sandy sanjana sanjay sanne
    santiago sara sarah sascha  scott sean sebastian sergio seth shane shannon sharon shaun sheila shelley
    shelly sherri sherry shirley shreya sidney silke silvia simon simona simone sneha sofia solange sonia sonja
    sonya sophia sophie spencer stacey stacy stanislaw stefan stefania stefanie stefano steffen stella stephan
    stephane stephanie stephen steve steven stewart stuart sunil suresh susan susana susanne susie suzanne sven
    svenja  sylvia sylvie tabitha tadeusz takashi tamara tammy tania tanja tanya tara tasha tatiana ted
    terence teresa terry thais theodore theresa thierry thijs thomas thorsten tiago tiffany tim timothy tina
    tobias todd tom tomas tomasz tommy toni tonia tony tonya torsten tracey tracie tracy travis trevor tricia troy
    tyler ulrich ulrike ursula ute uwe valarie valentin valentina valeria valerie vanessa vera vernon veronica
    veronika veronique vicente vicki vickie victor victoria vijay vikram viktor vincent vincenzo viola
    virginie vivian vladimir volker walter waltraud wanda wayne wei wendy werner wesley whitney wilhelm willem
    william wilma winifred wojciech wolfgang wouter yasmin yolanda yousef yuki yusuf yvonne zachary zbigniew
    zeynep zoe zoey zofia
    """
)
# Also a brand, a town or a thing: on their own they do not count unless the person is known.
SELDOM_ALONE = _words(
    """
    jan eva ana kelly louis
    amber angel cameron charlotte chelsea clara crystal dean earl florence hazel hilda holly jay jordan june lewis
    lincoln logan mercedes mercy ming morgan nelson nour olga penny preston regina robin roma rosario ruby sandy
    santiago savannah spencer stella sydney troy victoria viola virginia wei wendy whitney
    """
)
# Also words, but a name when a capitalised surname follows.
WITH_SURNAME = _words(
    """
    al ariel art bill bob carter cooper dale drew ed faith frank gene grace grant heath hope ian jack joy lee
    logan mark mason max miles pat ray rob rose ruth sue taylor
    """
)
# Also words: only written in full beside a surname, or as a known participant with a capital, do they count.
ALSO_WORDS = _words(
    """
    and angel april art august autumn baker banks bas best bill black bond brown bush carter case cash chance
    chase cook cooper day dean del den der don drew faith field fisher ford frank gene grace grant gray green guy
    hans hill hope hunter jack joy june king lane little long love major mark mason max may mercy miles noble
    north order page park pat porter price ray read rich rose sander sharp short small star stone strong sue
    summer sunny taylor the turner van von walker weaver west white will wise wood young
    """
)
