"""First names that are little else than names, and those that are words, towns or brands as well."""

from __future__ import annotations

from journey.analysis.redact.words import words

# Common in a dozen languages, and seldom a word, a town or a brand; without accents, as plain() writes them.
FIRST_NAMES = words(
    """
    aabha aad aada aafke aaltje aapo aarav aarne aaron aart aarti abbie abbondio abdallah abdelkader abdirahman abdul
    abdulaziz abdullah abe abelard abelardo abhay abhinav abhishek abigail abilio achille achim adalbert adalberto adalgisa
    adam adao adauto addison adel adela adelaida adelaide adelajda adelheid adelia adelina adeline adelle adelmo adelson
    adem ademar ademir adil adilson aditya adnan adolf adolfo adone adoracion adriaan adrian adriana adrianna adriano adriel
    adrien adrienne afaf afonso agata agathe agda agenor agnaldo agnes agnese agneta agnieszka agostina agostino aguinaldo
    agustin agustina ahlam ahmed ahmet aicha ailton aimee ainhoa aino aisha aissatou aitana aitor ajay ajit akash ake akhil
    akira akram akshay alaa alain alan alana alannah alastair albane albano albert albertine alberto alboino albrecht
    alcides alcina alda aldair aldo alec aleid aleida alejandra alejandrina alejandro aleksander aleksandra aleksi aleksy
    alessandra alessandro alessia alessio aletta alex alexander alexandra alexandre alexandrine alexis alfie alfio alfonso
    alfred alfredo ali alice alicia alida alighiero alina aline aliou alisa alisha alison alistair alix allan allen allie
    allison alma almir almudena alois alojzy alonso aloys alper alphonse altair alton alvaro alvin alvise alwin alyson
    alyssa amadeo amadeu amador amadou amalie amanda amandine amarildo amaro amato amaury amber ambra ambrogio ambroise
    ambrosio ambrozy amedee amedeo amelia amelie amerigo amilcar amina aminata amir amit amita amitabh amjad amleto amparo
    amrita amy anabel anabela anaelle anais anamika anand anandi ananya anastasia anastasio anastazja anatol anatole anders
    anderson andie andre andrea andreas andree andres andreu andrew andrzej andzelika aneta angel angela angelica angelika
    angelina angeline angelines angelique anibal anicet aniela aniello anil anirudh anisha anita anja anjali anke ankit
    ankita ankur ann anna annabel annalisa annamaria anne annegret anneke anneli annelie annelies anneliese anneloes
    annelore annemarie annemiek annemieke annet annetta annette anni annibale annick annie anniek annika annmarie annunziata
    anouk ansel anselmo ansgar antero anthony antje antoine antoinette anton antonella antonello antoni antonia antonie
    antonietta antonina antonino antonio antony antti anupam anuradha anurag anushka anwar aparecida aparecido aparna
    apolline apolonia araceli aranzazu arcangelo archana archie arda arend ariadna ariane arianna ariberto aristide
    aristides arjan arjen arjun arkadiusz arlene arlete arlette arlindo armand armanda armando armel armelle armi armindo
    arnaldo arnaud arndt arne arno arnold arpit arrigo arron arsene arsenio artemio arthur arto artur arturo arun arvid
    arvind asdrubal ashish ashlee ashleigh ashley ashok ashwin asier asif asko asli aslı asma asmaa assunta astrid asuncion
    atilla atte attilio aubrey audra audrey augustin augusto augustyn aukje aurelia aureliano aurelie aurelien aurelio
    auriane aurore austen ava avery avinash axel axelle ayden ayesha aylin ayman aymen aymeric ayoub ayse aysel aytekin
    azeglio aziz aziza azucena azzurra babette babita badr bailey bakary balaji balbino baldassare baltasar baltazar
    balthasar baptiste barbara barbel barbera barend barnabe barney barrie barry bart bartek bartolome bartolomeo bartosz
    bartłomiej barıs basil basile basilio basma bassam bastiaan bastian bastien battista baudilio beata beatrice beatrijs
    beatriz becca becky begona beitske belen belinda belmira belmiro ben benedetta benedetto benedicte benedikt benedita
    benedito bengt beniamino benigno benita benito benjamim benjamin benno benoit benoite benthe benvenuto beppe berend
    berengere berenice berit berk berkay bernabe bernadet bernadeta bernadette bernard bernardete bernardino bernardita
    bernardo bernd bernhard bernice berry bert berta bertha berthe berthold bertil bertold bertrand bess bessie beth bethany
    betsy bette bettina bettine bettino betty betul bev beverley beverly beyza bharat bhavana bhavesh bhavna biagio bice
    bilal billie billy birger birgit birgitt birgitta birte bjarne bjorn blair blaise blandine blas bobbie bobby bodo bogdan
    bogna bogumił bogumiła bogusław bogusława bolesław bonifacio bonnie boris borja borje boubacar boudewijn bouke boyd
    bozena brad bradley brahim bram brandi brando brandon braulio brayden breanna brechtje bregje brenda brendan brenna
    breno brent brenton bret brett bria brian briana brianna brice bridget bridgette brigida brigitta brigitte britney britt
    britta brittany brock bronisław bronisława bronwen bruce brunella brunhilde bruno bryan bryant bryce brygida bryony
    bulent burcu burghard burkhard busra byron błazej caetano cagla caio caique caitlin caleb calisto calixte calixto callie
    callum calvin camelia cameron camila camilla camille camillo canan candace candelaria candice candido capucine carina
    carissa carl carla carlene carlie carlijn carlo carlos carlota carlotta carlton carly carmela carmelo carmen carmina
    carminda carol carola carole caroline carolyn carolynn carrie carroll carsten casandra casper cassandra cassandre cassia
    cassie cassio catarina caterina catharina catherine cathy catrina caua cayetana cayetano cecelia cecil cecile cecilia
    cecilio cecylia cedric celestin celestine celestino celia celina celine celso cemal cemile cengiz ceren cesar cesare
    cezary chaima chandan chandra chantal charis charlene charles charlie charline charlotte charmaine chas cheikh chelsea
    chelsey chema cherie cheryl chetan chiara chitra chloe chris chrissy christa christal christel christelle christer
    christi christiaan christiane christie christin christina christine christof christoph christophe christopher christy
    chuck chus ciara cibele cicero cidalia cigdem cindi cindy cintia cinzia cipriano ciriaco cirillo claes clara clare
    clarence clarice clarissa clarisse claude claudemir claudete claudette claudia claudie claudine claudio clayton cleber
    cleide cleiton clelia clemence clemencia clemens clement clementina clementine cleonice cleto clifford clint clinton
    clive clotilde clovis clyde cody coen coenraad coleen colette colin coline colleen collin coluccio conceicao concetta
    conchita connor conor constanca constanze cora coralie cord corentin corey corina corinna corinne corne cornelia
    cornelio cornelis cornelius corrado corrie corry cory cosette cosima cosimo cosme costantino costanzo courtenay courtney
    craig crescencia cristal cristian cristiana cristiane cristiano cristina cristobal cristoforo cristovao curtis custodia
    cynthia cyprien cyril cyrille czesław czesława daan dabney dafne dagmar dagmara daiane dalton dalva damian damiano
    damien damion damon dana danette daniel daniela daniele danielle danika danilo danny daphne darcy daria dario dariusz
    darla darlene darnell darrel darrell darren darrin darryl daryl dave davi david davide davina dawid dawson dean deana
    deandra deandre deann deanna deanne debbie debora deborah debra declan deena deepak deepika defne deidre deirdre deise
    dejair delbert delfim delfina delfino delia della delores deloris delphine demet demetrio demetrius denice denilson
    denis denise dennis denzel deolinda deon derek derick derrick desmond detlef detlev devin devonte dewayne dhruv diana
    diane dianna dianne didem didier diederik diego dieter diethard dietmar dietrich dieuwertje dilara diletta dilip dillon
    dimitri dina dineke dinesh dinis dino diogo dionigi dionisio dionne dipika dirce dirceu dirk dirkje dita divya divyansh
    djalma djibril dmitri dobrawa dogan domenico dominic dominik dominika domitila donal donald donatella donatello donatien
    donato donizete donna donnie donovan doortje doreen dorian doriane doris dorival dorota dorotea dorothea dorothee
    dorothy doug dougal douglas douglass doutzen driek driss duarte dulcie duncan dustin duygu dwayne dylan eamon earl
    easton ebba eberhard ebru eckart eckhard edda eddie edelmira edelmiro edeltraud edgar edgard edie edilene edilson edith
    edivaldo edmilson edmond edmondo edmund edmundo edna edoardo edouard edson eduarda eduardo edward edwin edwina edyta
    eefje eelco eelke eero eetu eeva effie efrain egbert egidio eglantine egon ehrenfried eija eila eileen einar eino ekrem
    eladio elaine elano elcin elda eldon eleanor eleanora eleanore elena eleonora eleonore elettra eleuterio elfi elfriede
    eliana eliane elias elif eligio elijah elin elina eline elio eliot elisa elisabete elisabeth elisabetta elise elisete
    eliseu elisha eliza elizabeth elke ella elladio ellemieke ellen elli ellie ellinor elliot elliott ellis elmer elodie
    eloi eloisa eloise eloy elpidio els elsa elsbeth elselien elsie elsje elton elva elvira elzbieta emanuel emanuela
    emanuele emelie emelina emeline emery emeterio emigdio emil emile emilia emiliana emiliano emilie emilien emilio emily
    emine emma emmanuel emmanuelle emmett emmi emory emperatriz emrah emre encarna enea eneko enes engelien enid ennio
    enrico enrique ensio enzo epifanio erasmo ercan ercole erdal erdem erdogan eren erhan erhard eric erica erich erick
    ericka erico erik erika erin erja erkan erkki erma ermanno ermelinda ermenegildo ermes erminia erna ernani ernest
    ernestina ernestine ernesto ernie erol errol ersin erwin eryk esin esme esmee esmeralda esra essi estanislao esteban
    estefania estela estella estelle estevao esther ethan etienne etta ettore euclides eufemia eugen eugene eugenia eugenie
    eugenio eugeniusz eula eulalia eulalie eulogio eunice eurico eusebia eusebio eustache eustachy eustaquio eva evan
    evandro evangeline evangelista evaristo evelia evelien evelina eveline evelyn evelyne everaldo everett evert everton evi
    evrard ewa ewald ewan ewelina eyup ezequiel ezio fabia fabian fabiana fabiano fabien fabienne fabio fabiola fabrice
    fabricia fabricio fabrizia fabrizio facundo fadi fahad fahd faisal falk fanny farah farhan farida faris farouk fathi
    fatih fatiha fatima fatimah fatma fatou fatoumata fausta faustine faustino fausto fawzi fay febe fedde fedele federica
    federico federigo feike felicia feliciano felicie felicien felicite felicity feliks felipe felisa felisberto felix femke
    fenna ferdinand ferdinando ferdynand fergus ferhat fermin fernand fernanda fernande fernando fernao ferne ferruccio
    fiacre fiammetta fieke fikret filiberto filip filipa filipe filippa filippo filomena finlay finley finn fiona fiorella
    fiorenzo fiorino firas firmin firmino fito flaminia flavia flavie flavien flavio floortje florence florencia florencio
    florent florentin florentina florentino florette florian floriana floriano florine floris florrie floyd flynn folker
    fouad franceline frances francesca francesco francette franciele francine francis francisca francisco franciszek franck
    francois francoise franka frankie franklin frans fransien franziska fraser frauke fred freda freddie freddy frederic
    frederick frederik frederique frediano fredrik fredrika freida freya frida frieda friedemann friederike friedhelm
    friedrich frits fritz froukje fryderyk fulgencio fulvia fulvio fulya funda gabby gabe gabi gabin gabino gabriel gabriela
    gabriele gabriella gabrielle gael gaelle gaetan gaetana gaetano gail gaja galeazzo gamze ganesh garance gareth garret
    garrett garrick garth gary gaspard gaspare gastao gaston gastone gaurav gauri gauthier gautier gavin gayatri gaye gayle
    gea geert geerte geertje geertruida geisa gemma gena genesio genevieve genivaldo gennaro genoveffa genoveva genowefa
    geoff geoffrey geoffroy georg george georges georgette georgie georgina gerald geraldine geraldo gerard gerardo gerben
    gerbrand gerd gerda gerhard gerlinde gerlof germain germaine germano gernot gero geronimo gerrit gerry gerson gertjan
    gertrud gertrude gertrudis gervais gervasio gesine ghada ghislain ghislaine giacinto giacobbe giacomo giada giampaolo
    giampiero giancarlo gianfranco gianluca gianmarco gianna gianni gianpaolo gianpietro giel gigi gijs gijsbert gijsje gil
    gilbert gilberte gilberto gilda gildas gildo gilles gillian gilmar gilson gina gines ginette gino gioacchino gioele
    giona giorgia giorgio giosue giovana giovanna giovanni girish girolamo gisela gisele gisella giselle gislaine gita gitta
    giuditta giulia giuliana giuliano giulietta giulio giuseppe giuseppina giustino gizem gladys glauco glenda glenn glenna
    gloria glynis godelieve goffredo gokhan goncalo gontran gonul gonzalo gopal goran gordon gosta gote gottfried gottlieb
    govind gozde graciano gracie graciela graciete gracjan graeme graham graziano graziella grazyna greetje greger gregoire
    gregor gregoria gregorio gregorius gregory greta gretchen grietje griselda grzegorz gualtiero guarino gudrun guenole
    guglielmina guglielmo guida guido guilaine guilherme guillaume guillermina guillermo guiomar gulay gulcan gulsen
    gumersindo gundula gunilla gunnar gunter gunther gunvor gurkan gurpreet gus gustaf gustav gustave gustavo gustaw guus
    guusje gwen gwenael gwendoline gwendolyn gwyneth habib habiba hadewych hadi hadja hadrien hafsa hailey hakan hakim hakon
    haley halil halima halina hallie halvard hamid hamida hamish hamza hanan hande hani hank hanna hannah hanne hanneke
    hannele hannelore hannes hannu hans harald harish harlan harmen harmke harold haroldo haroun harpreet harri harriet
    harrietta harro harry harsha hartmut hartwig harvey hasan hasna hassan hatem hatice hattie havva haydar haydee hayden
    hayley hazel heather hector hedda hedwig heide heidemarie heidi heidrun heike heikki heiko heimo hein heiner heini heino
    heinrich heinz heitor helder heleen helen helena helene heleno helga helge heli helio heliodoro hellmut helmut helmuth
    heloisa heloise helvi hema hemant hendrik hendrika hendrikje henk henna hennie henning henny henri henrietta henriette
    henrik henrique henriqueta henry henryk henryka heraclio herbert herculano heriberto herma herman hermann hermine
    herminia herminio herschel herta hertha herve hester hettie hetty hiba hicham hidde hielke higinio hikmet hilario hilary
    hilda hilde hildegard hildegund hillevi hiltje himanshu hinke hinrich hipolito hippolyte hiroko hiroshi hisham hitesh
    hjalmar hoda holger hollie holly honorine horst hortense hortensia houda houssam howard hubert hubertus hubrecht huey
    hugh hugo hugues huguette huib huibert hulya humberto humphrey husam huseyin hussein hyacinthe iacopo ian ianthe iara
    ibrahim ibtissam idalina idris idriss igino ignacia ignacio ignacy ignazio igor iida iiro ike iker ikram ila ilan ilaria
    ilario ilda ildefonso ileana ilham ilhan ilidio ilja ilker ilkka ilmari ilona ilse ilyas imad imane imani imke
    immacolata imogen imran inacio inaki indira indu ineke ines inez inga inge ingeborg ingegerd ingela ingemar inger ingmar
    ingo ingram ingrid ingvar ingvild inigo inka inkeri inma inmaculada iolanda ipek ippazio ippolito irem irena irene
    irenee ireneusz irina irineu irja irma irmgard irmi irmtraud irvin irving irwin isaac isabel isabella isabelle isadora
    isaiah isaias isak isaura ishaan ishita isidore isidoro isidro isla ismael ismail ismet isolde isotta issac italo itamar
    itziar iva ivan ivana ivano ivar ivete ivette ivo ivone ivor iwa iwo iwona izabela izabella jaakko jaana jaap jaber jace
    jacek jacinta jacinto jackie jacky jaclyn jacob jacoba jacobo jacobus jacomijn jacopo jacqueline jacquelyn jacques
    jacquot jada jaden jadwiga jagdish jagoda jaida jaime jair jakayla jake jakob jakub jalal jamal james jameson jami jamie
    jamila jan jana janaina jandir jandira jane janelle janet janette jani janice janie janina janine janna janne janneke
    jannes jannie jannik janosch jantien jantine jantje januario janusz jaqueline jared jari jarkko jarmo jarosław jarred
    jarrett jarrod jarvis jasmin jasmine jason jasper jaspreet javier javiera jawad jaxon jay jayant jayden jayesh jayla
    jayne jayson jean jeanette jeanne jeannette jeannie jeannine jeannot jedrzej jeferson jeff jeffery jeffrey jeffry jelle
    jellie jelmer jemima jenaro jenifer jenna jennie jennifer jenny jens jente jeremi jeremiah jeremias jeremie jeremy jeri
    jerker jermaine jeroen jerome jeronimo jerri jerrod jerry jerzy jeske jesper jess jesse jessica jessie jesusa jethro
    jetske jette jikke jill jillian jim jimena jimmie jimmy jing jip jitendra jitske jitte jo joachim joan joana joann
    joanna joanne joao joaquim joaquin joaquina jocelyn jocelyne jochem jochen jockel jodi jodie jody joe joel joelle joep
    johan johann johanna johanneke johannes john johnny jolanda jolande jolanta joleen jolene jolien jolijn jon jonah jonas
    jonatan jonathan jonathon joni jonna jonny joonas joop joos joost joran jordan jordon jorg jorge jorgen jorgina joris
    jorma jorn jorrit jose josef josefa josefin josefina josefine josefo josep joseph josephine josette joshua josiah
    josiane josias josie josien josje josselin jost josue jouke jouko jouni jovelina jovita joyce jozef jozefa juan juana
    juanita juanjo juanma juarez jucelino judd jude judi judicael judith judson judy juha juhana juhani jukka julia julian
    juliana julianna julianne juliano julie julien julieta juliette julio julita julius juliusz june juraci jurema jurg
    jurgen jurre jurriaan jurrien jussara jussi justin justina justine justyna jutta jyoti jyrki kaarina kaarlo kaat kacey
    kacper kadeem kader kadiatou kadir kaela kai kaija kailash kaisa kaitlyn kaitlynn kaja kajetan kajsa kaleb kalevi kaley
    kalina kalle kalpana kaltoum kamal kamala kamel kamil kamila kapil karan kareem karel karen kari karim karima karin
    karina karine karissa karl karla karlijn karol karolina karsten kartik karyn kasey kasia kaspar kasper kassandra kassidy
    katariina katarina katarzyna kate katelyn katelynn katharina katharine katherine katheryn kathi kathie kathleen kathrin
    kathrine kathryn kathryne kathy katia katie katinka katja katlyn katri katrijn katrin katrina katy kaua kauko kaushik
    kavita kawtar kaye kayla kaylee kayleigh kayley kazimiera kazimierz kee keegan kees keesjan keijo keila keira keisha
    keith kelley kelli kellie kelly kelsey kelsie kelton kelvin kemal ken kenan kendall kendra kendrick kenji kenna kenneth
    kenny kenton kerem kermit kerri kerry kerstin kevin khadija khaled khalid khalil kheira khushi kiara kiera kieran kieron
    kiersten kilian killian kim kimberly kimmo kinga kiran kirk kirsi kirsten kirstie kirsty kirti kishore kitty kjell
    kjerstin klaas klaasje klara klas klaudia klaus knut koen koenraad komal konrad konstantin konstanty konstanze koos
    koray korinna korkut kornel kornelia kory kourtney kreszenz kriemhild kris krishna krista kristal kristen krister kristi
    kristian kristie kristin kristina kristoffer kristopher kristy krystal krystian krystyna krzysztof ksawery kubra kumar
    kunal kunigunde kurt kurtis kyla kyle kylie kyllikki kyosti kyra lacey lachlan laercio laetitia laila lais lakshmi lalit
    lalita lambert lamberto lamia lana lance lando laney lara larae larbi larissa larry lars latasha latifa latisha latoya
    laura laure laureano laurel lauren laurence laurens laurent laurette lauri laurie laurinda laurine lauro lavinia lavonne
    lawrence layla lazare lazaro lazzaro lea leah leandra leandre leandro leann leanna leanne leena leendert leevi leigh
    leila leilani leire lela leland lena lene leni lenie lennart lenora lenore leo leocadia leocadio leola leon leona
    leonard leonardo leonce leoncio leonel leonhard leonida leonie leonor leonora leontine leopold leopoldo leroy lesley
    leslie lessie lester leszek leta leticia letizia levent levi lewis lex lexi leyla liam liana liane lianne liberto
    liborio licia lidewij lidia lieke liesbeth liesel lieselot lieselotte liesje lieven ligia liisa lijsbeth lila lilian
    liliana liliane lillemor lilli lillian lilly lilou lina lindsay lindsey linnea lino linus linwood lioba lionel lisa
    lisandra lisandro lisbet lisbeth lise liselotte lisette livia livio liz lizandra lizbeth lizzie ljubica lloyd lobke
    lodewijk loek logan loic lois lonnie lora loredana lorella loren lorena lorene lorenza lorenzo loretta lori lorie loris
    lorna lorrie lothar lotje lotte lotten lotti lottie loubna louella louie louis louisa louise louisette lourenco lourival
    lovisa lowell lowie luan luana luann lubbert luc luca lucas lucelia lucette lucia lucian luciana luciano lucie lucien
    luciene lucienne lucila lucile lucille lucinda lucio lucius lucrecia lucrezia lucy lucyna ludger ludivine ludmila
    ludovic ludovica ludovico ludvig ludwig ludwik luigi luigia luigina luis luisa luise luisina luitgard luiz luiza lukas
    lukasz luke lula lurdes luther lutz luuc luuk luzia lydia lydie lyle lyman lynda lyndon lynette lynn lynne lynnette
    lysbeth maaike maarit maart maarten maartje mabel mable macarena machteld maciej mackenzie maddalena maddie maddison
    madeleine madelief madeline madelyn madhavi madhu madhur madlen mads mael maelle maelys maeve mafalda magda magdalena
    maggie magnhild mahalia mahaut mahdi mahesh mahmoud maicon maija maik maike maisa maisie maite maja majid makayla
    maksymilian malcolm malek malena malene malgorzata malika malin malini mallory malwina mamadou mamie manal mandeep mandi
    mandy manfred manfredi manfredo manish manja manju manoel manoj manola manolo manon mansi manuel manuela manuelita marc
    marcel marcela marcelina marcelino marcella marcelle marcellin marcello marcellus marcelo marci marcia marcial marcie
    marcin marcio marco marcos marcus marcy marek maren marga margaret margareta margarete margarethe margarida margarita
    margaud margherita margie margit margitta margje margo margot margreet margret margriet marguerite maria mariah mariam
    mariama marian mariana mariangela mariann marianna marianne mariano maribel maricarmen maricela maricruz marie marieke
    mariella marielle marietta mariette marije marijke marijn marike marilda marilene marilia marilina marilou marilu
    mariluz marilyn marilynn marinalva marinella marines marinette marinus mario marion maripaz marisa marisol marissa
    maristela marit marita maritza marius mariusz marivi marja marjan marjatta marjolaine marjolein marjolijn marjon
    marjorie marketta markku marko markus marla marleen marlena marlene marli marlies marliese marlin marloes marlon marquis
    marsha marta martha marthe martial martijn martim martin martina martine martinho martino martirio martje martti martyna
    maruska marva marvin marwa marwan mary maryam maryla maryline maryse maryvonne marzena massimiliano massimo mateo mateus
    mateusz matheus mathew mathias mathieu mathijs mathilda mathilde mathis mathurin matias matilda matilde mats matt matteo
    matthew matthias matthijs matti mattia mattie maud maude maura maureen mauri maurice mauricio maurits maurizio maurycy
    mavis maxence maxime maximiano maximilian maxine maxwell mayank mayara maynard mayur małgorzata mckenzie meagan
    mechthild mecia meenakshi meenal meera mees megan megha meghan mehdi mehmet mehtap meike meindert meinhard meinolf mekhi
    melania melanie melba melchiorre melchor melike melina melinda melis melisa melissa meliton mellisa melodie meltem melva
    melvin melynda menno meral mercedes merces merche mercy meredith merel meriem merja merrill mert merve mervi meryl mesut
    mete mette micael micaela micah micha michael michaela michal michalina michał michel michela michelangelo michele
    micheline michelle michelotto michiel mickey mieczysław mieke mientje mignon miguel miguela miguelina mihir miika mika
    mikael mike mikkel mikko mikołaj mila mildred milena milene millard millicent millie milou mimi mimma mindy minerva ming
    minna minnie mino miranda mirco mireia mireille mirella miriam mirian mirja mirjam mirko mirosław mirosława mirthe mirva
    mitali mitch mitchel mitchell miłosz moacir moacyr moctar mogens mohamad mohamed mohammad mohammed mohan mohini mohit
    mohsen moira moises mollie molly monica moniek monika monique monja montse morgan morgana morgane moritz morris morten
    mortimer mouna mounir mourad moussa moustapha muhammad muhammet mukesh mukul munir murat muriel murilo mustafa myles
    myra myriam myrna myron myrthe myrtle nabil nabila nadege nadia nadine nadir nadira nahla naima nair najat najib namrata
    nancy nanda nandini nanette nanna nanne nannette naomi narayan narcisa narciso naresh nasreen nasser natalee natalia
    natalie natalina natalio natanael nataniel natasha nate nathalia nathalie nathan nathanael nathanial nathaniel naveen
    nawal nazan nazaret nazario nazlı nazzareno neal nedda neelam neeraj neeta neha neide neil nele nelida nelleke nellie
    nelly nelma nelson nerina nermin nese nestor nestore nettie neusa neuza nevaeh neville nevin neymar nezha nia nicanor
    nicasio niccolo nichola nicholas nichole nick nickolas nicky nico nicodemo nicola nicolai nicolas nicolasa nicolau
    nicole nicoletta nicolette nicoline nicolo nidhi niek niels nienke nigel nihal niina nikhil niki nikita nikki niklas
    niko nikodem nikolas nilay nilce nilda nilde nilesh nilgun nils nilson nilton nilufer nimisha nina nino ninon nisha
    nishant nita nitin nitya nivaldo nives noah noel noelia noelie noelle noemi noemie nola nolan noora nora norbert
    norberto noreen norman norris nour noura nourdine nubia nuno nunzia nuray nurcan nuri nuria nyla nynke obdulia oberdan
    oceane octave octavio odair oddvar odell odete odette odile odilon ofelia oguz okan oktawia oktay olaf olavi olavo
    olegario oleta olga olgierd olimpio olinda oliver olivia olivier oliviero oliwia oliwier olle olli ollie olof omar omari
    ombeline ombretta omero onno onofre onofrio ophelia orazio oreste orhan oriane orianne orjan orlanda ornella orsola
    ortrud ortwin orville orvokki osama osborne oscar oskar oskari osman osmar ossie osvaldo oswald oswaldo oswin otavia
    otavio othman otilia otis otmar otso ottavia ottaviano ottavio ottilie ottmar otto ottokar ottomar ottone oumar oussama
    outi owain owen oya ozan ozge ozgur ozlem paavo pablo padma paige paivi paivikki pallavi pam pamela pancho panfilo
    pankaj paola paolina paolo paquita paride parul parvati pascal pascale pascoal pascuala pasquale pasqualina pasty
    patrice patricia patricio patrick patrik patrizia patrizio patrycja patryk patsy patty paul paula paulette paulien
    paulina pauline paulino paulo pavan pawel paweł payal payton pearlie pedro peggy pehr pekka pelagia pelin pellegrino
    penny pentti pepe pepijn pepito percival percy pernilla perrette perrine pertti pete peter petra petri petteri peyton
    phil philibert philiberte philip philipp philippa philippe phillip philomene phoebe phyllis pien piera pierangelo
    piergiorgio pierina pierluigi piermaria piero pierpaolo pierre pierrette pierrick piet pieter pieternel pietje pietro
    piia pim pina pinar piotr pirjo pirkko piyush poliana polly ponciano pontus pooja poonam porfirio porsha porzia prabha
    prachi pradeep prakash prakriti pramod pranav prashant pratibha pratik praveen preeti preston priscila priscilla pritam
    priya priyanka prudencio prudenzia przemysław puccio puja purnima pınar quentin quincy quinn quinten quintino quinton
    quique quirine quiteria rabia rachael racheal rachel rachelle rachid rachida rachna radha radosław raelene rafael
    rafaela rafal rafał raffaele raffaella raffaello rafik raghav raghu ragnar ragnhild rahul raija raimo raimondo raimund
    raimunda raimundo rainer rajan rajat rajendra rajesh rajiv rajkumar raju rakesh rakhi ralf ralph raman ramazan ramesh
    ramiro ramon ramona randal randall randolph randy rania raniero ranjit raoul raphael raphaelle raquel rasha rashad
    rashid rashmi rasmus ratan rauha raul rauni ravi ravin rayane raymond raymonde raymundo razan reagan reanna reba rebeca
    rebecca recep reece reem reena refik regiane regina reginald reginaldo regine regis regulo reijo reimund reinaldo reiner
    reinhard reinhilde reinhold reinier reino reinoud reinout rejane rekha remco remi remigio remigiusz remy renan renata
    renate renato renaud rene renee rens renu renzo reuben reva reyna reynaldo rhea rhiannon rhonda rhys riad rianne ricarda
    ricardina ricardo riccarda riccardo richard richarde rick rickard rickey ricky rieke rigoberto riikka riitta rika rikard
    rikke riley rinaldo rinske rinus risto rita ritika ritu rob robbert robbie robbin robby robert roberta robertine roberto
    roberval robin robyn rocco roch roderich roderick roderik rodger rodney rodolfo rodolphe rodrick rodrigo rodrigue roel
    roeland roelien roelof rogelio roger rogeria rogerio rohan rohini rohit roksana roland rolande rolando rolf rolinka
    romain romane romario romeu romina romolo romuald romualdo romulo rona ronald ronaldo ronan ronja ronnie ronny roosje
    rory rosa rosalba rosalia rosalie rosalina rosalind rosalinda rosalinde rosalyn rosamund rosana rosane rosangela rosanna
    rosanne rosario rosaura roscoe roseann roseanne rosel roseli roselia roseline rosella roselyn roselyne rosemarie
    rosemary rosemeire rosendo rosetta roshan roshni rosi rosie rosilda rosina rosine rosinha roslyn rossana rossella
    roswitha rowan rowena roxana roxane roxann roxanna roxanne roy roza rubem ruben rubens rubin ruby ruchi rudi rudie
    rudiger rudolf rudolph rudy rufina rufino rufus ruggero ruggiero rukiye runa runar rupa rupali rupert ruperta ruperto
    ruprecht russell rutger ruth ruud ruy ryan ryder ryszard rıza saad saara sabas sabatino sabin sabina sabine sabino
    sabrina sacha sachin sadhana sadia sadie safia sahar sahil sahin saida sakari sakshi salah saleh salete salih salim
    salima sally salma salomao salome salomon salvatore salvatrice salvi sam samanta samantha samara samir samira sammie
    sammy samson samuel samuli sanaa sandeep sander sandi sandra sandrine sandro sandy sanford sangeeta sanjana sanjay
    sanjeev sanne santiago santina santino sapna sara sarah sariah sarita saroj sascha sasha saskia satish saturnina
    saturnino saul saulo saurabh savanna saverio savino savita scarlet scarlett schorsch scot scott scotty sean sebald
    sebastiaan sebastian sebastiana sebastiano sebastiao seda sedat seema sefa segismundo segolene seija selcuk selena selim
    selin selina selma selvaggia semih semra seppo serafina serafino serap seraphin seraphine serdar sergio serhat serkan
    sertac servaas seth settimio sevda severiano severin severine severino sevil sevim seweryn seyhan seymour shahid shaima
    shalini shamar shana shane shania shaniya shankar shanna shannon shantel sharad shari sharlene sharon sharron shaun
    shauna shaunna shawn shawna shayla shayna sheena sheetal sheila sheldon shelia shelley shelly shelton sherie sherman
    sherri sherrie sherwood sheryl shiela shikha shilpa shirlene shirley shiv shivani shobha shreya shruti shubham shyam
    sian sibel sibilla sibyl sibylle siddharth sidnei sidney sidonie siebe siegbert siegfried sieglinde siegmar siegmund
    siegrid siem sienna sietse sieuwke sigbritt sigmar sigmund sigolene sigrid sigrun sigurd siham sijtske silke silvana
    silvano silverio silvester silvestre silvestro silvia silvio simao simeon simon simona simone simonetta simonne sinan
    sinead sinem sinikka sirkka sirpa sixte sjaak sjaan sjef sjoerd sjors sjoukje skyler smita sneha snehal socorro sofia
    sofiane sofie solange solene solenn soline solomon solveig solvor sonal sondra songul sonia sonja sonke sonya sophia
    sophie soraia souad soufiane soumaya sourabh spencer srinivas stacey stacy staffan stanislas stanislaw stanisława stefan
    stefani stefania stefanie stefano steffen steffi stella stellan stephan stephane stephania stephanie stephany stephen
    stephenie steve steven stevie stewart stig stijn stuart sture subhash suchitra sudha sudhir suelen suely sujata sujit
    sukru sule suleiman suleyman sumaya sune sunil sunita supriya suraj surendra suresh susan susana susann susanna susanne
    sushma susie suzan suzana suzanne suzette suzon svante svea sven svenja svetlana swantje swati swen sybil sybille sybren
    syd sydnee sylke sylvain sylvaine sylvana sylvester sylvestre sylvia sylvie sylwester sylwia synnøve szymon sławomir
    tabatha tabea tabitha tadeo tadeu tadeusz tahar taina tais taisto takashi talia talita talitha tamar tamara tamia tamika
    tamina tamires tammy tamra tancredi taner tanguy tania tanisha tanja tanner tanvi tanya tapani tapio tara tarcisio tarek
    tariq tarja tarmo tarun taryn tarık tasha tatiana tatiane tatjana tauno tayeb tayfun teagan tecla ted teemu teija tejas
    telemaco telma telmo teo teobaldo teodor teodora teodoro teodosio teofilo teppo terence teresa teresinha teresita terhi
    terho teri terra terrance terrell terrence terri terrie terry terttu tess tessa tessie teun teunis thaddeus thais
    thalita thayna thaynara thea thekla thelma theo theobald theodore theophile theresa therese theron theun thiago thibaud
    thibault thibaut thierry thijmen thijs thilo thomas thora thorben thorbjorn thore thorsten thurman tiago tiana tiemen
    tiffani tiffany tiina tijl tijmen tijn tilda tillie tillmann tilman tim timmy timo timon timoteo timothee timothy tina
    tindra tineke titouan tiziana tiziano tjalling tjark tjeerd tjerk tobi tobias tobiasz tobin toby todd toivo tola tolga
    tom tomas tomasa tomasz tommasa tommaso tommi tommie tommy toney toni tonia toninho tonino tonja tonnie tono tony tonya
    torben torbjorn torbjørn tord tore torge torgny tori toribio torkel torleif torquato torsten torvald toussaint tracee
    tracey tracie tracy traudel traute travis trent trenton trevor trey triana tricia trina trisha tristan tristin troels
    trond troy trude trudi trudy trupti truus trygve tugba tuija tuire tulay tulin tullia tullio tuncay tuomas tuomo turgut
    tushar tuula tuulikki twan twila tygo tyler tymon tymoteusz tyra tyrell tyrone tyson tytti ubaldo uberto ubirajara udo
    ugolino ugur ulf uli ulises ulisses ulla ulli ulrich ulrik ulrika ulrike ulysse ulysses umberto umesh upasana urbain
    urho uriah urmila urpo ursula urszula urte usha ute uttam uwe vaibhav vaino valarie valdeci valdemar valdir valentin
    valentina valeria valeriano valerie valerio valery valmir valquiria valtteri vanda vandana vanderlei vanesa vanessa
    vania vanna vanni varsha varun vasant vasco vasudha vaughn veerle veikko veit velma venancio venanzio veneranda venkat
    venla verena verna vernice vernon veronica veronika veronique vianney vicencia vicenta vicente vickey vicki vickie vicky
    victor victoria victoriano victorine victorino vidar vidya viggo vijay vijaya vikas viki vikram vikrant viktor viktoria
    vilgot vilhelm vilho viljami viljo vilma vinay vince vincent vincente vincenza vincenzo vineet vinicio vinicius vinod
    vinzenz viola violaine violetta violette vipin vipul virender virgie virgil virginie virginio vishal vishnu visitacion
    vitor vitoria vittorio vivek vivian viviana viviane vivianne vivien vivienne vladimir volkan volker volkhard volkmar
    vroni wacław wade wafaa wagner walburga waldemar waldir waleed waleria walid wallace wally walmir walter walther
    waltraud waltraut wanda wanderley warren wassim waverly wayne wei weldon welington wenceslao wendelin wendell wendy
    wenke wenzel werner weronika weslei wesley wessel whitney wibke wibo wiebe wiebke wiegand wieger wieke wieland wiesław
    wiesława wigbert wijnand wiktor wiktoria wilbert wilbur wilco wilda wilfred wilfredo wilfried wilhelm wilhelmina
    wilhelmine willa willard willeke willem willemijn willemina willi william willibald willie willis willy wilma wilmer
    wincenty winfred winfried winifred winona winston wioletta witold wobbe wojciech wojtek wolfgang wolfram wouter wybe
    władysław włodzimierz xabier xander xaver xavier xena ximena xiomara yacine yadira yahya yaiza yalcın yann yannick
    yannik yaprak yasemin yashwant yasin yasmin yasmina yasmine yasser yassin yassine yavuz yeliz yesenia yesica yesim yfke
    yigit yilmaz ylva ymke yngve yogesh yogita yohan yolanda yolande yolonda younes yousef youssef youssouf yrjo yuki yuksel
    yunus yuri yusra yusuf yves yvette yvon yvonna yvonne yıldız zacarias zachariah zacharias zachary zackary zahra zainab
    zaira zakaria zaki zakia zane zaynab zbigniew zdzisław zeferino zehra zeinab zeki zelia zelie zelma zenaide zenon zerrin
    zeynep ziad zilda zineb zoe zoey zofia zohra zora zoraida zouhair zuhal zuleica zulema zulmira zuzanna zwaantje zygmunt
    ørjan øystein øyvind łucja łukasz
    """
)
# Also a brand, a town or a thing: on their own they do not count unless the person is known.
SELDOM_ALONE = words(
    """
    amber ana angel cameron charlotte chelsea clara crystal dean earl eva florence hazel hilda holly jan jay jordan june
    kelly lewis lincoln logan louis mercedes mercy ming morgan nelson nour olga penny preston regina robin roma rosario ruby
    sandy santiago savannah spencer stella sydney troy victoria viola virginia wei wendy whitney
    """
)
# Also words: a name only when a capitalised surname follows.
WITH_SURNAME = words(
    """
    abel abril ada adele aki al alba alberta albin alpha alva amal amalia aman amar amine ana anas ange angelo angus ard ari
    arie ariel art asa asha asia aude augusta aurora awa baris bas bella bento bianca bill blake blanca blanche bo bob brady
    brandy bras brooke brooks bruna burak candela candida cara carey caridad carmel carmine carolina carter casey celeste
    cem chad chandler charity chester christian ciro claire clay clemente cliff concepcion constance cooper cor costanza
    curt custodio daisy dakota dale dalila dane dante darin dawn dee demi deniz derya desire desiree destiny devon devrim
    dexter dick dilek dion dixie dolly dolores domenica domingo domingos dominique dora drake drew duane dulce durante durga
    ebony ed elvis emerson encarnacion engin eros esa essie ester estrella eve evren faith faye felicidad felicitas fern
    fiamma fidel fien filiz fiorenza fleur floor flor flora fortunata fortunato franca franco frank gaia gala gale galileo
    gaspar gene geri ginger ginny gioia giordano glen goldie graca grace gracia grady grant grazia greco griffin guadalupe
    gul gunes hal hana hari harley harm harmony harper harris harrison harsh hayat heath herb hind hollis homer homero
    honore hope horacio huda ian ida ids iman imelda ina innocenzo ira iris isa issa ivy jack jackson jaya jefferson jesus
    jet jewel jewell job joke jordi joy jules junior justino justo kaan kali kara karst kay kaya kent lacy lahja lalo lasse
    lata lech lee leen leif leone lia libera lies lieve lily linda linde loes lola lope loreto lorraine lotta lou lourdes
    lupe macario macy madison mae magali magnus maha malak manlio mara marceau margaux mari marika marina marine maris mark
    marshall mason mauro max maxima maximino maximo maya melek melody mercede merle merlin meta mia mica mick mien milagros
    milan miles milo milton mina mine misty modesto mona montserrat monty morena moreno moses nacho nada nando napoleone
    natividad navin ned nerea nieves nike nine noe noor norma novella nur octavia odessa ola ole olimpia olympe onni onur
    opal ora oriol orlando ove paca paco palle palmira paloma pansy parker pasi pastora pat patti pauli paz pearl peer pelle
    perla pia piedad pietra pilar pili pino pio pippo placido pleun plinio polo pompeo poppy portia precious prem primitivo
    prosper prudence puck purificacion quirino rafa raja rana raven ray reda reed remedios resi rex reyes rico rida riet rik
    rim rob rocio rocky rod roman romana romano romeo romy ronda roos roque rosaria rose ross royce rui rune russ rusty rut
    rute ruth saar sabah sabato sabri safa saffron sagar sagrario said salem salvador sami sana sancho sanna sante santo
    santos sari satu savas sem serena severo sevgi sevinc shanti shea shelby sheridan sherry sien signe sil silas sina siv
    skye skylar sol sole soledad sonny stan stanford stanley stef stine sue suman sumit suna surya taha tatum taylor tegan
    thor tia tiara tierney tilde till tino tito tome ton toos topi tora tosca toto tranquillo trine trinidad truman tuba
    tuva ty ufuk ugo uma umit umut una unal unto urban urbano urs ursel uta valente valentine valere ventura vera vic
    victoire ville vina violet viral virgilio vito vittoria voitto wafa washington wellington wiley wilson wim winnie wit
    woody wyatt yagmur yago yara yash zafer zara zelda zena zeno zita zola
    """
)
# Also words: only written in full beside a surname, or as a known participant with a capital, do they count.
ALSO_WORDS = words(
    """
    and angel april art august autumn baker banks bas best bill black bond brown bush carter case cash chance chase cook
    cooper day dean del den der don drew faith field fisher ford frank gene grace grant gray green guy hans hill hope hunter
    jack joy june king lane little long love major mark mason max may mercy miles noble north order page park pat porter
    price ray read rich rose sander sharp short small star stone strong sue summer sunny taylor the turner van von walker
    weaver west white will wise wood young
    """
)
