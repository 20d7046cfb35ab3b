import { lexiconOf } from './lexicon.ts';
import { fold } from './notation.ts';

/**
 * German words by what they mean in a postmortem, as they stand in a text: participles and preterites are lists of their own,
 * because the sentence frame (“wir haben … nicht … getestet”) asks for one of them at its end. Written with umlauts here;
 * phrases of the rules have ASCII words only and take the others from these classes.
 */
const WORDS: Readonly<Record<string, string>> = {
  PEOPLE: `wir ich sie er man niemand keiner jemand alle team teams bereitschaft rufbereitschaft betriebsteam entwickler entwicklerin entwicklerinnen administrator administratorin administratoren admin admins techniker technikerin ingenieur
    ingenieurin ingenieure mitarbeiter mitarbeiterin mitarbeitende mitarbeitenden kollege kollegin kollegen kolleginnen dienstleister leitung leiter leiterin betrieb abteilung firma unternehmen callcenter anbieter hersteller hoster betreiber prüfer
    verantwortlichen praktikant praktikantin support`,
  ONE: `mitarbeiter mitarbeiterin kollege kollegin kollegen entwickler entwicklerin administrator administratorin administratoren admin techniker technikerin ingenieur ingenieurin praktikant praktikantin azubi operator betreuer betreuerin person
    programmierer programmiererin dienstleister mitarbeitender mitarbeitende prüfer prüferin bediener bedienerin`,
  EIN: 'ein eine einer einem einen der die', HAT: 'haben hat habe hatte hatten', WURDE: 'wurde wurden wird werden worden war waren ist sind', MUSS: 'soll sollen sollte sollten muss müssen wird werden wollen will',
  NEG: 'nicht nie niemals kaum', ADV: 'auch noch zunächst vorab vorher zuvor rechtzeitig ausreichend früh genug sofort richtig weiter mehr schon je so sehr sauber sorgfältig gründlich ausgiebig vollständig ordentlich explizit lange zu',
  // What careful people do before and after a change.
  CARED: `getestet geprüft überprüft kontrolliert verifiziert validiert gelesen gefragt befragt informiert benachrichtigt unterrichtet gewarnt kommuniziert abgesprochen abgestimmt dokumentiert aktualisiert befolgt eingehalten eskaliert
    weitergeleitet weitergegeben gemeldet geübt geprobt verfolgt besprochen angekündigt nachgesehen hinterfragt gegengelesen`,
  CARE: `prüfen überprüfen testen kontrollieren lesen fragen nachfragen anzusehen anzuschauen nachzusehen nachzufragen abzustimmen abzusprechen informieren benachrichtigen warnen dokumentieren melden verifizieren validieren`,
  CHECK: 'test tests prüfung überprüfung absprache rücksprache freigabe abstimmung ankündigung review genehmigung vorwarnung kontrolle',
  SEEN: 'bemerkt erkannt gemerkt gesehen wahrgenommen bedacht beachtet berücksichtigt vorhergesehen vorausgesehen realisiert verstanden erwartet gerechnet geahnt registriert entdeckt aufgefallen', SEE: 'bemerken erkennen merken verstehen sehen realisieren begreifen',
  MISSED: 'ignorierte ignorierten übersah übersahen missachtete missachteten verpasste verpassten verkannte verkannten unterschätzte unterschätzten', MISS: 'übersehen ignoriert missachtet verpasst verkannt',
  ACTED: 'löschte trennte stoppte startete zog schaltete spielte wählte drückte steckte brachte setzte verband öffnete nahm entfernte kopierte schob stellte', ACT: `gelöscht getrennt gestoppt gestartet neugestartet gezogen abgeschaltet
    ausgeschaltet eingespielt ausgeführt gewählt gedrückt gesteckt gebracht gesetzt verbunden geöffnet entfernt kopiert geschoben gestellt umgestellt eingetragen eingegeben überschrieben geändert ausgerollt gemacht deaktiviert freigegeben`,
  FALSCH: 'falsche falschen falsches falschem falscher', DATEN: 'daten werte wert ergebnis ergebnisse antwort antworten angaben zahlen adresse sicherheit eindruck gefühl format',
  PRACTICE: `planung kommunikation außenkommunikation abstimmung vorbereitung prüfung tests dokumentation schulung einarbeitung führung umsetzung zusammenarbeit koordination kontrolle entscheidung einschätzung analyse vorgehen vorgehensweise reaktion umgang
    praxis testabdeckung absicherung übergabe organisation aufsicht sorgfalt beurteilung`,
  BAD: 'unzureichend mangelhaft ungenügend lückenhaft schlecht falsch überhastet voreilig verfrüht unprofessionell chaotisch fehlerhaft schwach dürftig unausgereift', GOOD: 'gut ausreichend optimal ideal zufriedenstellend angemessen ausgereift',
  VIRTUE: 'erfahrung wissen kenntnis kenntnisse know-how verständnis sorgfalt aufmerksamkeit disziplin kommunikation abstimmung planung vorbereitung zusammenarbeit umsicht koordination schulung einarbeitung',
  HUMAN: 'vorbereitet geplant getestet geprüft gelesen angeschlossen konfiguriert eingerichtet dokumentiert durchdacht abgestimmt geschult gewartet eingewiesen koordiniert kommuniziert',
  DULY: 'ausreichend sorgfältig gründlich richtig ordentlich ordnungsgemäß genügend hinreichend korrekt fachgerecht',
  HELD: 'ausgegangen entschieden beschlossen angenommen geglaubt vermutet verzichtet',
  VAGUE: 'überprüft geprüft verbessert optimiert untersucht evaluiert analysiert beobachtet gestärkt erhöht hinterfragt überdacht sensibilisiert besprochen diskutiert intensiviert ausgebaut', FEHLER: 'fehler fehlgriff irrtum missgeschick fehlschritt fehlschritte fauxpas patzer fehltritt',
};

export const GERMAN = lexiconOf({}, Object.fromEntries(Object.entries(WORDS).map(([name, list]) => [name, fold(list)])), {});
