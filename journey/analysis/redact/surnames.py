"""Surnames that are common where our customers live, and seldom anything else."""

from __future__ import annotations

from journey.analysis.redact.words import words

# A capitalised word before one of these is a first name, listed or not; without accents, as plain() writes them.
SURNAMES = words(
    """
    abbott abreu ackermann acosta adamczyk adams adkins aerts agarwal agirre agostino aguilar aguirre ahmed ahonen ahrens
    akhtar albers allen almeida alonso althaus alvarado alvarez alves amaral amato amorim andersen anderson andersson
    andrade andreasen angelis angelo antonelli antunes aragao arango araujo araya arias arndt arroyo arslan arvidsson ashton
    assuncao atkins aubert aubry auer axelsson ayala aydin azevedo babic bailly baldi baldwin ballard banerjee baptista
    barbieri barbosa barker barlow barnes barnett barone barrera barrett bartels barth barton bassi bastos batista baumann
    baumgartner baur beaulieu beck becker beckmann begum behrendt behrens belanger belkacem bellini beltran benali bender
    benedetti bengtsson benitez benito bennett bensaid benson bergeron berglund bergman bergmann bergqvist bergstrom
    bermudez bernal bernardi berti bertin bertrand besnard bevan bezerra bhatt bianchi bischoff bjork blair blanchard blasco
    blomqvist boersma bohm bohme bonetti bonnet boone borges bosman bouchard bouchet bourgeois bouvier bouzid bowen bowers
    bowman boyd boyer bradley brady brambilla brandt brewer briggs brinkmann brito brock bruijn brunet bruni brunner bruns
    bryant buchanan buchholz burgess burke byrd byrne caldeira caldwell camacho camargo cameron campbell caputo carbone
    cardenas cardona carlson carmona caron carpentier carr carrasco carrillo carson caruso carvalho castro catalano caterina
    cattaneo cavalcanti celik cetin chan charpentier charrier chatterjee chauhan chen cherif cheung chevalier choi chopra
    chowdhury christensen christiansen cisneros cisse claes claessens claesson clark clarke clausen cloutier cocco cohen
    coleman collet collin collins conner contreras copeland coppola cordero correia cortez coulibaly craig crawford cuesta
    cummings cunha dabrowska dabrowski damiani damico danielsson dantas davidson davies davis decker deiana delaunay demir
    desai deschamps diallo diarra diaz diehl dietz dijkstra diop dobson dogan domingues dominguez donati doring douglas
    doyle dreyer driessen duarte dube dubois dudek dufour dumas dumitru dumont duong dupont dupuis duran durand dutta duval
    dvorak ebert echeverria eckert eder edwards egger ehlers eklund ellis engelhardt engstrom erdmann erickson eriksen
    eriksson escobar escudero espinosa esposito esteban esteves estevez estrada etxeberria evans evrard exposito fabbri
    fabre fantini faria farias faure feldmann ferguson fernandes fernandez ferrante ferrara ferrari ferraro ferreira ferrer
    ferrero ferretti ferri fiedler figueiredo figueroa fiorini fitzgerald fleming fleury fogaca fonseca forsberg forster
    fortin fournier franke fransson fraser frazier frederiksen fredriksson freitas frey friedrichs fritsche fuchs fuenzalida
    fumagalli fusco gagne gagnon gaillard galindo gall gallagher galli garcia garner garnier garrido garza gasparini gatti
    gauthier gautier gebhardt geiger genovese gerlach gerritsen ghosh gibbs gibson giese gil gimenez giordano giorgi giraldo
    girard giraud giuliani giuliano glover gobel gomes gomez goncalves goni gonzalez goodman goodwin goossens gorska gorski
    gottsche gotz graaf grabowska grabowski graham grassi grasso griffiths grimaldi grimm groß gruber guerin guevara guidi
    guillen guillot guimaraes gunnarsson gunter gunther gupta gustafsson gutierrez guyot guzman haas haase haddad hahn
    hakansson halvorsen hamalainen hamdi hamon hansen hanson hansson hargreaves harrington harris harrison hartley hartmann
    harvey haugen hauser hayes haynes heijden heijnen heikkila heikkinen heinonen heinz heinze hempel henderson hendriks
    henning henriksen henriksson henriques hensel hentschel herbst heredia hermans hernandez herrera herrero herrmann heß
    higgins hines hinz hirsch hoang hodges hoekstra hofer hoffman hoffmann hofman hofmann hohmann holloway holmberg hopkins
    hoppe horst horton horvat horvath howard howell huang hubbard huber hubner huet hughes huisman humbert hussain ibanez
    ionescu iqbal isaksson ivanov ivanova iversen iyer jabłonska jabłonski jacobsen jacquet jager jahn jakobsen jakobsson
    jankowska jankowski jansen janssen jansson jarvinen jaworska jaworski jenkins jennings jensen jimenez johannessen
    johansen johansson johnson johnston jokinen jones jonker jonsson joshi junge jørgensen kaczmarek kaminska kaminski
    kapoor karjalainen karlsson kato kaur kavanagh keita keller kennedy kessler khan kinnunen kirby kirchner kirsch klose
    knoll knudsen kobayashi kohler kohn kolb konate kone kopp korhonen korner koskinen kovacevic kovacs kowalczyk kowalska
    kowalski kozłowska kozłowski kramer kraus krause krawczyk krebs kremer kretschmer kristensen kristiansen kroger krug
    kruger kuhn kuijpers kuipers kulkarni kumar kunz kunze kuznetsov kwiatkowska kwiatkowski kılıc lacerda lahtinen laitinen
    lambert langer langlois lapointe lara larsen larsson laursen lavoie lawson lazaro leblanc lebrun lechner leclerc
    leclercq lecomte leeuwen lefebvre lefevre legrand lehmann lehtinen lehtonen leitner lemaire lemoine lenz leroux levesque
    lewandowska lewandowski lindberg lindemann lindgren lindner lindqvist lindstrom liu lloyd locatelli loffler lofgren
    lohmann lombardi lombardo londono lopes lopez lorenzo lorusso lourenco lowe lozano luca lugo lundberg lundgren lundin
    luque macdonald macedo macias mackenzie macleod madsen maes magalhaes magnusson mahmood maier maillard maio majewska
    majewski makela makinen maldonado malhotra malinowska malinowski mancini mancuso mansouri mantovani manzano marchal
    marchetti marchi marcos mariani marini marques marquez marra martens marti martinelli martinez martino martins martinsen
    marty massey masson mathis mattern mattila mattsson maurer mayer mazza mcbride mccarthy mccormick mccoy mcdaniel
    mcdonnell mcgee mcguire mckenzie mckinney mclaughlin medeiros medina mehta meier meijer meijers mejia mele melis melo
    menard mendes mendez mendizabal mendoza menendez menon menzel mercier merino merkel mertens mesquita meunier meyer
    michalak michalska michalski mikkelsen minh mishra mitchell mohr molenaar molinari moller montanari monteiro montero
    montgomery monti moore moraes morais morales moran morandi moreau moreira morel morelli moretti morin morozov morris
    morrison mortensen morton moser mukherjee mulder mullins munoz murphy myers møller nagel nagy naidu nair nakamura
    nascimento naumann navarro naylor ndiaye neal negri neubauer neubert neumann ngo nguyen nickel nielsen niemann nieminen
    nilsson noack nogueira nolte novaes novak novikov novotny nowak nowakowska nowakowski nowicka nowicki nunes nunez nyberg
    nystrom obrien ochoa oconnor olesen oliveira olofsson olsen olsson olszewska olszewski oneill orlando orozco orsini
    ortega ortiz osorio ospina ostrowska ostrowski otero ott ouattara ouellet owen ozdemir ozkan ozturk pacheco padilla
    pagano paiva palacios palmieri palumbo pandey papadopoulos paquette paredes parisi parra pascual pasquier patel patil
    patterson paulus pawlak pawłowska pawłowski pedersen peeters peixoto pellegrini pellegrino pelletier pepe peralta
    pereira perez perrier perrin perrone perrot persson peters petersen peterson petrov petrova pettersson pfeifer pfeiffer
    pham phan phelps phillips pichler pichon pietrzak pillai pineda piotrowska piotrowski piras pittman poels pohl poirier
    poli ponce pons popa popescu popov popp postma poulain poulsen powell preuß prevost pugh pugliese puglisi queiros
    queiroz quintana quintero raabe radtke ramirez rantanen rasmussen rathore rau reddy rees reeves reichert reid reimann
    reinhardt reiter renaud renner restrepo rezende rhodes ribeiro ricci richards richardson riedel rinaldi rivera rivero
    rizzi rizzo robbins roberson roberts robertson robinson robles rodgers rodrigues rodriguez rodriquez rogers rohde roldan
    rolland romer rosales rosario rosler rossetti rossi rossini rota roth rothe rousseau roussel rowe ruggeri ruggiero ruiz
    runge russell russo rutkowska rutkowski saarinen saez sahin saidi salazar salminen salonen sampaio samuelsson sanchez
    sandberg sander sandoval sanna santamaria santis santoro santos sanz sartori sasaki sato savolainen saxena schafer
    schaller scheffler schenk scherer schindler schlegel schluter schmid schmidt schmitt schmitz scholten scholz schouten
    schrader schramm schreiber schreiner schroder schubert schulte schultz schulz schulze schumacher schumann schuster
    schutte schutz schwab schwartz scott seidel seifert seitz sepulveda serrano shah sharma shelton siebert siegel sievers
    silva silvestri simard simmons simoes simone simonsen simpson simsek sinclair singh singleton siqueira sjoberg slimani
    smirnov smirnova smith smits soares soderberg sokolov solberg solis soriano sorrentino sousa souza spinelli srivastava
    stadler stefano steffens steinbach steiner stevens stevenson stewart straub strauß strickland stumpf suarez sullivan
    sutcliffe suzuki svendsen svensson svoboda swanson sykes szabo szewczyk szymanska szymanski sørensen takahashi tanaka
    tapia tavares teixeira tessier thibault thiel thiele thieme thompson thomsen thornton timmermans tiwari tomaszewska
    tomaszewski torres tosi toth toure tran traore trautmann tremblay trivedi trujillo tuominen turunen ullrich unger uribe
    valadares valdez valentini valenzuela valero varela vargas vasconcelos vasquez vasseur vazquez velasco velazquez verbeek
    verhoeven verma vermeulen vetter viana vicente vidal vieira villani villanueva villar vink virtanen vitale vitali vliet
    vogt voigt volker volkov voß wachter wagenknecht wagner wal walczak wallace wallin wallner walsh walters walther wang
    warren watanabe watson wegner weidner weigel weller wendt wenzel whittaker wieczorek wieland wiese wijk wikstrom wilke
    wilkerson wilkins willems williams williamson wilson wimmer winkler wirth wisniewska wisniewski witkowska witkowski witt
    witte wittmann wojcicka wojciechowska wojciechowski wojcik wolff wolter wolters wong wouters wozniak wrobel wroblewska
    wroblewski wulf wunderlich xavier yamada yamamoto yang yildiz yilmaz yoshida zalewska zalewski zander zanella zanetti
    zapata zeller zhang zhao zhou zhu ziegler zielinska zielinski zimmerman zimmermann zubizarreta zuniga
    """
)
# Also words or towns: surnames only behind a common first name.
ALSO_SURNAMES = words(
    """
    adler albrecht alexander allison andre aranda arena arnaud arnold aslan avila bach bakke bakker ball baran barber
    barbier baron barre barros basile bass bates battaglia bauer benoit bentley berg berger bernard bianco bishop blanco
    blom bock born bosch bosco bose boucher braga branco breton bridges brink brooks brouwer brun bruno bueno burns burton
    busch butler caballero cabrera cain calvo cano cardoso carre carter casado castillo chambers chandler chapman charles
    clement cobb coelho cole collier colombo colonna conrad conti cordova cortes costa costantini cousin crespo cruz curry
    dahl dang david dawson dekker delgado denis dias dietrich dijk dixon drake duda eide engel ernst etienne falk farina
    farmer fields fiore fischer fisher fletcher flowers fontaine fontana foster fowler franca franco francois frank freitag
    friedrich fritz fuentes galan gallardo gallego gallo garrett gentile gerard germain gilles glaser gordon gracia graf
    grant graves greco griffin guerra guerrero guillaume hagen hale hamilton hammond hampton hardy harmon heinrich henry
    hermann herve herzog hidalgo hogan holland holm holmes holt holz houston hubert hudson huff iglesias ingram izquierdo
    jackson jacob jacobs jean jefferson joly jost julien kaiser kara kaufmann kaya keil kelly kern klaus konig konrad koster
    krol kuiper kurt lacroix laine larson laurent leon leone leroy lewis lind logan longo lorenz louis ludwig lund lutz
    lynch lyons maas machado mack malone mann marchand marie marin marino marquardt marshall marx mateo mathieu matos mazur
    mcdonald messina metzger michel milani miller miranda molina montes moody mora moreno morgan moritz moulin moura moya
    muller napolitano nash nelson neri neves newman newton nicolas niemi nieto noel norris norton oliva oliver olivier
    osborne oswald otto owens palma pardo parsons patton paul pearson petit petri philipp philippe piazza picard pinheiro
    pinto plaza poole porto potter pratt prieto prinz ramos ramsey redondo reese reich remy renard renault reyes reynolds
    richard richter rico ritter riva rivas riviere robert robin rocha roche roger rojas romano romero rosas ross roux royer
    rubio rueda ryan sacco salo salvi sanders santana santiago saunders schilling schneider schwarz segura shaw sierra
    sikora simon smit soler sosa soto springer stahl steffen stein stephan stock stokes stolz strand sutton tate taylor
    thomas timm toledo townsend tucker ulrich underwood urban valencia valente vaughn vega ventura vera vila villa vincent
    visser vogel volpe walker walter walton warner washington watts weber webster welch werner wheeler wilhelm wolfe wright
    yates zajac zamora
    """
)
