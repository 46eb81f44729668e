"""The words that redaction goes by: cues in several languages, and first names that are little else than names."""

from __future__ import annotations

# What the number that follows is. The nearest one before a number decides.
PHONE_CUES = (
    "phone", "call", r"tel\b", "mobile", r"cell\b", "cellphone", "reach", "ring me", "text me", r"sms\b", "whatsapp", "fax", "contact me", "dial",
    "my number", "telefon", "handy", "mobil", "ruf", "erreich", "teléfono", "telefono", "móvil", "celular", "llám", "llam",
    "telefone", "telemóvel", "ligue", "ligar", "téléphone", "portable", "appel", "joindre", "cellulare", "chiam",
    "telefoon", "bel me", "bel mij", "bellen", "bereik", "zadzwo", "komórk", "tlf", "ring mig", r"puh\b", "电话", "手机", "電話", "携帯", "전화",
)  # fmt: skip
ORDER_CUES = (
    "order", "ticket", r"case\b", r"cases\b", r"ref\b", "referen", "booking", "confirmation", "invoice", "tracking", "parcel", "shipment", "delivery", r"rma\b",
    "po number", "purchase", "sku", "serial", "item", "product", "article", "isbn", r"ean\b", r"upc\b", "barcode", "batch", "build",
    "version", "error", "code", "transaction", "receipt", "quote", "voucher", "coupon", "model", "part number", "incident",
    "request", "report", "issue", "bestell", "auftrag", "rechnung", "vorgang", "sendung", "artikel", "lieferung", "beleg", r"fall\b",
    "aktenzeichen", "seriennummer", "commande", "facture", "dossier", "colis", "référence", "livraison", "suivi", "billet", "pedido",
    "factura", "envío", "paquete", "incidencia", "rastreo", "compra", "encomenda", "fatura", "chamado", "protocolo", "rastreio",
    "ordine", "fattura", "spedizione", "pratica", "scontrino", "pacco", "bestelling", "factuur", "pakket", "zending", "zamówieni",
    "faktur", "zgłoszeni", "paczk", "przesyłk", "ordre", "beställning", "ärende", r"sag\b", r"po\b", "tilaus", "lasku", "注文", "订单",
    r"id\b", "timestamp", "epoch", "unix",
)  # fmt: skip
CARD_CUES = ("card", "visa", "mastercard", "amex", "paid", "pay", "kart", "kredit", "carte", "tarjeta", "cartão", "cartao", "carta", "kaart", "bezahl")
VERSION_CUES = (
    "version", r"ver\b", r"v\b", "build", "release", "firmware", "update", "upgrade", "driver", "patch", r"ios\b", "android", "windows",
    "chrome", "firefox", "safari", r"edge\b", "sdk", r"api\b", r"app\b", "software", "versión", "versão", "versione", "versie", "wersj",
)  # fmt: skip

_NUMBER_WORD = (
    r"(?:[ -]?(?:numbers?|nos?\b\.?|num\b\.?|nr\b\.?|id\b|ids\b|code|#|№|nummer|numéro|numero|número|n[°ºo]\b\.?|numer))?"
    r"(?: of (?:the )?\w{1,12}| de (?:la )?\w{1,12})?"
    r"(?: ?(?:is|are|was|ist|lautet|est|es|é|è|to|:|=|#|-))*[ :#=\"'(]*"
)
ID_CUE = (
    r"(?:\bssn\b|social (?:security|insurance)|passport|driv(?:er'?s?|ing) licen[cs]e|(?:national|government|personal) id\b|"
    r"national insurance|\bid card|identity card|tax(?:payer)? id|\bnhs\b|\bnino\b|\bsin\b|\btfn\b|medicare|\bdni\b|\bnie\b|\bnif\b|\bcpf\b|"
    r"\bcnpj\b|\brg\b|\bcurp\b|\brfc\b|steuer-?(?:id|nummer|identifikationsnummer)|sozialversicherung|ausweis|reisepass|"
    r"sécurité sociale|passeport|carte d'identité|codice fiscale|passaporto|carta d'identità|pasaporte|seguridad social|"
    r"\bbsn\b|burgerservice|paspoort|\bpesel\b|personnummer|\bcpr\b|aadhaar|\bpan card|cartão de cidadão|passaporte)" + _NUMBER_WORD
)
ACCOUNT_CUE = (
    r"(?:\baccount|\bacct\b|\bcustomer|\bclient\b|\bmember(?:ship)?|\bpolicy|\bsubscriber|\bpatient|\bloyalty|sort code|routing|"
    r"\bkunden|\bkonto|\bvertrags|\bmitglieds?|bankleitzahl|\bblz\b|\bcompte|\bclient|\badhérent|\bcontrat|"
    r"\bcuenta|\bcliente|\bsocio|\bcontrato|\bconta\b|\bconto\b|\bcontratto|\bklant|\brekening|\blidmaatschap|\bkontonr|\bklienta|\bkunde)"
    r"(?:'s)?" + _NUMBER_WORD
)
LOGIN_CUE = r"\b(?:user ?name|user ?id|login|benutzername|nom d'utilisateur|nombre de usuario|nome utente|gebruikersnaam|usuário)(?: is| ist| est| es| é| è)?[ :=\"']+"

# After these a name follows, however it is written.
NAME_CUES = (
    r"my (?:full |first |last |sur)?name(?: is|'s|’s)", r"(?:full |first |last |sur|customer )?name ?[:=]", r"(?:the |under the )name(?: of| is)?",
    r"mein (?:vor|nach)?name ist", r"mein name lautet", r"ich hei(?:ß|ss)e", r"name ist", r"je m['’]appelle", r"mon nom (?:est|c'est)", r"nom ?:",
    r"me llamo", r"mi nombre es", r"nombre ?:", r"mi chiamo", r"il mio nome è", r"nome ?:", r"(?:o )?meu nome é", r"me chamo", r"chamo-me",
    r"mijn naam is", r"ik heet", r"naam ?:", r"nazywam się", r"mam na imię", r"jag heter", r"mit navn er", r"jeg heter", r"mitt navn er", r"nimeni on",
)  # fmt: skip
# After these a capitalised word is a name.
TITLES = (
    r"mr\.?", r"mrs\.?", r"ms\.?", r"miss", r"mx\.?", r"dr\.?", r"prof\.?", r"herrn?", r"frau", r"fräulein", r"monsieur", r"madame", r"mme\.?",
    r"mlle\.?", r"señora?", r"señorita", r"sra?\.", r"don", r"doña", r"sig\.?(?:ra)?", r"signora?", r"senhora?", r"dona", r"dhr\.?", r"mevr(?:ouw|\.)?", r"meneer",
    r"pan", r"pani", r"spoke(?:n)? (?:to|with)", r"talked (?:to|with)", r"speak(?:ing)? (?:to|with)", r"chatted with", r"(?:agent|rep|advisor|technician|colleague|manager) named",
    r"(?:a|an|agent|man|woman|guy|lady|person|someone) (?:called|named)", r"attn:?", r"i am (?:mr|mrs|ms)\.?", r"cardholder:?", r"contact:",
)  # fmt: skip
# After these a capitalised word is a name if it is a common one, or if the sentence ends or turns behind it.
GREETINGS = (
    r"this is", r"i am", r"i['’]m", r"it['’]s", r"dear", r"hi", r"hello", r"hey", r"thanks", r"thank you", r"(?:\w+ )?regards", r"sincerely", r"cheers", r"best(?: wishes)?",
    r"yours(?: truly| sincerely| faithfully)?", r"love", r"signed", r"good (?:morning|afternoon|evening)", r"agent", r"hier (?:ist|spricht|schreibt)", r"ich bin", r"liebe[r]?",
    r"hallo", r"guten (?:tag|morgen|abend)", r"gr(?:ü|ue)(?:ß|ss)e(?: von)?", r"gruß", r"danke", r"bonjour", r"cher", r"chère", r"cordialement", r"ici", r"je suis", r"merci",
    r"salutations", r"hola", r"estimad[oa]", r"querid[oa]", r"atentamente", r"saludos", r"un saludo", r"soy", r"gracias", r"ciao", r"gentile", r"sono", r"saluti", r"grazie", r"buongiorno",
    r"olá", r"oi", r"prezad[oa]", r"car[oa]", r"aqui (?:é|fala)(?: o| a)?", r"sou(?: o| a)?", r"atenciosamente", r"obrigad[oa]", r"abraços", r"cumprimentos", r"beste", r"geachte",
    r"groet(?:en|jes)?", r"ik ben", r"met", r"bedankt", r"dag", r"cześć", r"dzień dobry", r"pozdrawiam", r"hej", r"mvh", r"hälsningar", r"hilsen", r"terveisin",
)  # fmt: skip
TURNS = frozenset("from here calling speaking with and at aus von vom de du van uit da do di del della of again i my w und et y e".split())
PARTICLES = frozenset("van von de der den del della di da do dos das la le el al bin ibn du ter ten zu zur y st st. mac mc".split())
NO_NAME = frozenset(
    """the a an and or but not no so very i i'm i've it it's its is was are were be been being on in at of to for from with by as if when while
    my your our their his her he she they we you this that these those there here all everyone everybody anyone team support sir madam
    customer customers client service services sales help helpdesk agent manager company friend friends folks guys again also just still
    please thanks thank hello hi hey dear ok okay yes yeah sure well what why how who where which can could would will should do does did
    have has had am may might must spelled misspelled wrong incorrect missing correct listed different changed written not never always now
    today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december everything something nothing good great bad best regards kind sincerely yours cheers unfortunately
    after before because since then than too really happy unhappy sorry sad angry furious disappointed frustrated glad interested new
    trying looking writing calling waiting using having getting going having unable unsure about over under up down out off
    damen herren kunde kundin kunden kundenservice support-team zusammen grüße grüsse gruß tag und oder aber nicht sehr ich wir sie es das die der
    den dem ein eine mein meine ihr ihre ist war bin am im auf mit zu für vielen dank bitte hallo liebe team student studentin mitglied nutzer
    madame monsieur messieurs mesdames équipe client cliente et ou mais je nous vous le la les un une mon ma pas très merci bonjour que qui
    señor señora señores equipo y o pero no yo el los las una mi muy gracias buenas buenos días tardes que como para por usted
    signori team e ma non io il lo gli uno una mio molto grazie buongiorno che come per
    senhor senhora senhores equipe e mas não eu os as um uma meu minha muito obrigado obrigada bom boa dia tarde que como para por
    heer mevrouw klant en maar niet ik wij het een mijn heel erg bedankt dank dat wat voor""".split()  # noqa: SIM905
)

# Common in eight languages, and seldom a word, a town or a brand.
FIRST_NAMES = frozenset(
    """aaron abigail adam adriana agnieszka ahmed aisha alan albert alberto aleksander alejandra alejandro alessandra alessandro alessia
    alfred alfredo alice alicia alina allison amanda amelia amelie amina amir amy ana anastasia anders andre andrea andreas andres andrew andrzej angela
    angelica anita anja anke anna annabel anne annette annika antje anthony antoine anton antonella antonia antonio arianna arjun armando arnaud arthur arturo
    ashley astrid audrey aurelie axel barbara bartosz bastian beata beatrice beatriz benedikt benjamin bernard bernd bernardo bettina bianca bjorn bogdan
    bram brandon brenda brian bridget bruce bruno bryan camila camilla camille carina carl carla carlos carmen carol carolina caroline catarina caterina
    catherine cecilia cedric celine cesar chantal charles cheryl chiara chloe christa christian christiane christina christine christoph christophe
    christopher cindy clara clare claudia claudio clemens cristian cristiano cristina crystal cynthia damian daniel daniela daniele danielle dariusz david
    deborah debra deepak denise dennis derek diana diane diego dieter dimitri dirk dmitri dominic dominik dominique donald donna dora doris dorothy
    douglas duncan edgar eduardo edward edwin eileen elena elias elif elisa elisabeth elise eliza elizabeth elke ella ellen emanuele emil emilia emilie
    emily emma emmanuel enrico enrique eric erica erik erika ernesto esteban esther eugenia eva evelyn fabian fabien fabio fabrizio fatima federica
    federico felipe felix ferdinand fernanda fernando fiona florian francesca francesco francine francisca francisco francois franziska freddie frederic frederik
    friedrich gabriel gabriela gabriele gabriella gary gemma george georg georgina gerald gerard gerhard giacomo gianluca gilbert gina giorgia giorgio
    giovanna giovanni giulia giuseppe gonzalo gregor gregory greta grzegorz guido guilherme guillaume gunther gustavo hannah hannes hans harald harold
    harriet harry hassan heather hector heidi heike heiko heinrich heinz helen helena helene helga hendrik henri henrik henrique henry herbert hiroshi holger
    howard hugo ibrahim ignacio ilse ines inge ingrid irene iris irina isabel isabella isabelle ivan jacek jacob jacqueline jaime jakob jakub james jamie
    jan jana janet janice janina jasmin jason javier jean jeanne jeff jeffrey jennifer jens jeremy jeroen jerome jerry jessica jill joan joana joanna joanne
    joao joaquin jochen joel johan johann johanna johannes john johnny jonas jonathan joris jorge jose josef josefina joseph josephine joshua joyce juan
    juana judith julia julian juliana julie julien juliette jurgen justin justyna kai karen karim karin karina karl karsten katarzyna katharina katherine
    kathleen kathrin kathryn kathy katie katja katrin keith kelly kenneth kerstin kevin kimberly kirsten klaus konrad krzysztof kumar kurt larissa
    lars laura lauren laurent lea leah leandro lena leon leonard leonardo leonie leticia leticia liam lidia lieke linda lionel lisa lorenzo louis louise luca
    lucas lucia luciana luciano lucie lucy luis luisa luise luiz lukas lutz lydia maarten maciej magdalena maike malgorzata manfred manuel manuela marc marcel
    marcela marcelo marcin marco marcos marcus margaret margarita margot maria mariana marianne marie marietta marina mario marion marisol marjorie markus
    marlene marta martha martin martina martine mateo mateus mateusz matheus mathilde mathieu matteo matthew matthias mattia maureen maurice mauricio
    maximilian megan mehmet melanie melissa mercedes michael michaela michal michel michele michelle miguel mike mikael milena miriam mohamed mohammed monica
    monika monique moritz muhammad nadia nadine nancy natalia natalie nathalie nathan neil nicholas nicola nicolas nicole niels niklas nikolas nina noah nora norbert
    norman oliver olivia olivier omar oscar oskar otto pablo pamela paola paolo pascal patricia patricio patrick patrizia patryk paul paula paulina pauline paulo pawel
    pedro peter petra philip philipp philippe phillip pierre pieter pietro piotr priya rachel rafael raffaele rainer rajesh ralf ralph ramon raphael raquel rebecca
    regina reinhard renata renate renato rene ricardo riccardo richard rita robert roberta roberto rodrigo roger roland rolf romain ronald rosa rosario rosemary
    rudolf ruben russell ruth ryan sabine sabrina samantha samuel sandra sandro sanjay santiago sara sarah sascha scott sebastian sergio sharon
    sheila shirley silke silvia simon simona simone sofia solange sonia sonja sophia sophie stefan stefania stefanie stefano steffen stella stephan stephane
    stephanie stephen steve steven stuart susan susana susanne suzanne svenja sven sylvia sylvie tamara tania tanja tatiana teresa terry thais theresa thierry
    thomas thorsten tiago tim timothy tina tobias todd tomas tomasz torsten tracy ulrich ulrike ursula ute uwe valentin valentina valeria valerie
    vanessa vera veronica veronika veronique vicente victor viktor vincent vincenzo virginie vivian vladimir volker walter waltraud wanda werner wilhelm willem
    william wojciech wolfgang yasmin yvonne yusuf zofia zoe
    lachlan gareth gavin glenn graham ian jodie kirsty leanne lesley lindsey lynne malcolm nigel roy trevor tracey wayne danny billy tommy jimmy bobby joe tom ben sam dave
    chris matt nick alex kate jane sally julianne ruby holly molly oskar thijs sander daan femke fleur joost sanne bas wouter anouk bart koen niek lotte
    mila marek zbigniew ewa iwona stanislaw tadeusz jerzy malwina kamil rafal lukasz
    tyler kyle brittany courtney kayla kristen kristin kristina erin shannon stacy tammy tonya misty jeremiah jesse joann jody gina tiffany amber
    """.split()  # noqa: SIM905
)
# Also words: only written in full beside a surname, or as a known participant with a capital, do they count.
ALSO_WORDS = frozenset(
    """will mark may grant rose hope bill art rich young long page price day read best case park hill wood green brown white black gray king
    bush stone field ford short small little strong sharp wise bond cash chance major sunny summer autumn april june august faith joy grace
    frank jack pat gene dean miles max sue ray lane banks west north chase drew guy hans king little love may mercy noble order
    rob sterling star amber ruby crystal holly mercedes jean sam ben nick bas mike don van von der den del the and
    cooper carter mason taylor baker cook fisher hunter porter sander turner walker weaver""".split()  # noqa: SIM905
)
