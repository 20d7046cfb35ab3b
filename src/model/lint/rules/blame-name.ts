import { ALLSPAW, PAGERDUTY, SRE_BOOK } from '../sources.ts';
import type { LintRule } from '../rule.ts';

/** What turns a neutral act into the cause of something. */
const CAUSAL_EN = /\b(?:caus(?:e|ed|es|ing)|led to|leading to|result(?:ed|ing) in|triggered|broke|outage|incident|took down|brought down|wrong|incorrect(?:ly)?|faulty|buggy|broken|mistake|accident(?:ally)?|inadvertently|without (?:testing|checking|review|approval|asking|telling)|by accident|in production|instead of)\b/;
const CAUSAL_DE = /\b(?:verursach\w*|führte|löste|auslös\w*|ausgelöst|ausfall|störung|vorfall|versehentlich|falsch\w*|irrtümlich|aus versehen|ohne (?:test|prüfung|freigabe|rücksprache|review)|produktiv\w*|produktion)\b/;
const CAUSAL_OR_DOWN_DE = new RegExp(`${CAUSAL_DE.source}|\\b(?:ausfiel\\w*|fiel (?:\\S+ ){0,5}aus|nicht mehr erreichbar|abstürzte)\\b`);
/** Repairing is no blame. */
const REPAIR_EN = /\b(?:revert\w*|roll(?:ed|s|ing)? \S+ ?back|rollback|restor\w*|fix(?:ed|es|ing)?|mitigat\w*|clean(?:ed|s)? up|allow\w* (?:\S+ ){1,3}to recover|remov(?:ed|es|ing) (?:\S+ ){1,5}(?:causing|that caused|which caused)|notic\w+|found out|figured out|realis\w+|realiz\w+|investigat\w*|repair\w*)\b/;
const REPAIR_DE = /\b(?:zurückgerollt|zurückgesetzt|rollback|wiederhergestellt|behob|behoben|behebt|repariert\w*|bemerkte|stellte fest|untersucht\w*)\b/;
const REPAIR_OR_ROLE_EN = new RegExp(`${REPAIR_EN.source}|\\b(?:same|another|second|first|other|different) (?:engineer|developer|operator|admin|maintainer)\\b|\\b(?:if|whether|unless|before|until|requires?|needs?|let|allow\\w*) (?:an?|one) (?:\\w+ )?(?:engineer|developer|operator|admin|maintainer|user)\\b`);

export const BLAME_NAME: LintRule = {
  id: 'blame-name',
  title: 'A name in a causal sentence',
  message: 'A person is named where the text says why something went wrong.',
  reason: 'Readers stop at the person, and whoever is named tells less next time. What made the act sensible then, and what let it have this effect, is what can be changed. Say the role.',
  sources: [ALLSPAW, SRE_BOOK, PAGERDUTY],
  severity: 'warning',
  headings: true,
  questions: {
    en: ['What did this role see and know, and what made the step sensible at the time?', 'What let one step of one person have this effect?'],
    de: ['Was sah und wusste diese Rolle, und was machte den Schritt zu diesem Zeitpunkt sinnvoll?', 'Was ließ zu, dass ein einzelner Schritt diese Wirkung hatte?'],
  },
  patterns: {
    en: [
      // A name, and an act that only ever names a culprit.
      { find: "NAME ( ,? who|also|then|had|has|have|only|just|simply|apparently|unfortunately|again|accidentally|LY ){0,4} WRECK.ed|WRECK.en|WRECK.s|missed|MISS.ed|dismissed|dismisses", unless: /\b(?:<person>) (?:\w+ )?(?:broke out|leaked the news|missed (?:the|his|her) (?:call|meeting|train|flight))\b/ },
      { find: "NAME ( , who )? ( $never | should|could have | was|is ADV{0,2} responsible|careless|unaware|slow|late|fault|blame | was at fault | was to blame | was not aware )", unless: /\bdid(?: not|n't) (?:cause|have any|work on|find|see any)\b|\b(?:has|have)(?: not|n't) (?:yet|been)\b|\bfailed to (?:connect|log ?in|reproduce|reach|access)\b/ },
      { find: 'NAME ( ,? who|had|has|have|then|also|was ){0,3} BYWRONG|ILLS' },
      // A name, and an act that may be repair as well: with a causal word, and no word of repair.
      { find: 'NAME ( ,? who|also|then|had|has|have|LY ){0,3} HARM.ed', needs: CAUSAL_EN, unless: REPAIR_EN },
      // Somebody who happened to be there: it hung on one person.
      { find: /\bbecause <person> (?:happened to|was (?:around|online|awake|on holiday|away|out|unavailable|asleep)|had (?:left|gone))\b/ },
      { find: 'BE|been caused|broken|introduced|deleted|removed|dropped|leaked|pushed|disabled|triggered|made|overwritten|misconfigured by NAME', unless: REPAIR_EN },
      { find: 'caused|broken|introduced ( !PREP|BE|HAVE | in|after|before|since|with|at|on NUM|DET|WORD WORD? ){0,3} by NAME', unless: REPAIR_EN },
      { find: /\b(?:caused by|because of|because|due to|the fault of|fault lies with|blame(?:d|s)?|mistake (?:by|of|from)|error (?:by|of|on the part of)|on the part of|broken by|introduced by) <person>/, unless: REPAIR_EN },
      { find: "NAME 's|' WORD{0,2} mistake|error|fault|oversight|typo|negligence|misunderstanding|carelessness|failure|lack|inattention" },
      { find: "NAME 's|' WORD{0,2} change|changes|commit|pr|deploy|deployment|script|command|migration|push|decision|patch|merge|query|release|code|config|update|branch|fix", needs: CAUSAL_EN, unless: REPAIR_EN },
      { find: "( is|was|'s|be ADV|LY|likely{0,2} | because|cause|caused|due|from|blame ( of|to|by )? ) NAME 's|' WORD{0,2} change|changes|commit|pr|deploy|deployment|script|migration|push|patch|merge|release|config|branch|fix" },
      { find: "NAME 's|' WORD{0,3} token|password|credential|credentials|secret|key|laptop|account|phone", needs: /\b(?:leak\w*|expos\w*|compromis\w*|discover\w*|stolen|found|public\w*|revok\w*|phish\w*)\b/ },
      { find: '=depend|dependent|reliant|=rely ADV|LY? on|upon NAME' },
      { find: 'only NAME =know|had|has|could|can|was' },
      { find: 'NAME ADV? =happen to =be|=look|=notice|=check|=see' },
      // One person without a name, whom everybody knows.
      { find: 'ANYBODY ( else | on|in|from DET? WORD | had|has|accidentally|mistakenly|LY|, ){0,3} HARM.ed|WRECK.ed|wrote|made|left|HARM.en|WRECK.en|forgotten', unless: /\?\W*$|\b(?:if|whether|unless|in case|until|ensure|once|before|where|what|have|get|so that|sure that) (?:someone|somebody)\b/ },
      { find: 'ANYBODY else? ACT.ing|HARM.ing|making|WRECK.ing', needs: CAUSAL_EN, unless: /\b(?:if|when|whether|unless|in case|until|ensure|stop|prevent|avoid|without|requires?|needs?) (?:someone|somebody)\b|\b(?:prevent|avoid|stop|risk|chance|likelihood)\w* (?:\S+ ){0,4}(?:someone|somebody)\b/ },
      { find: 'ANYBODY ( else | on|in|from DET? WORD )? ( had|has|LY )? thought|assumed|believed|figured|guessed|decided', unless: /\b(?:if|when|whether|unless|in case|until|ensure|what|where) (?:someone|somebody)\b/ },
      { find: "ANYBODY ( else | on|in|from DET? WORD ){0,1} ( did|had n't|not | failed to )", unless: /\b(?:if|when|whether|unless|in case|until) (?:someone|somebody)\b/ },
      // “an engineer deleted”: an error, or harm in the same breath.
      { find: "( one of DET|POSS{1,2} WORD{0,3} PEOPLE | a|an|one|our|this|that|single ( !PREP|BE|HAVE|same|, ){0,4} ONE ) ( , while|when|during|who|in|after ..12 , )? ,? ( who|that )? ( from|in|on|at|of|with|working WORD{1,4} )? ( , | who|had|has|have|then|was|also|simply|only|ADV ){0,3} ( BYWRONG|ILLS|wrongfully | WRECK.ed|WRECK.en|MISS.ed | forgot|forgotten | LY? $never | made DET WORD? mistake|error|typo|slip )", unless: /\bon the part of\b|\b(?:same|another|second|first|other|different|new) (?:engineer|developer|operator|admin|maintainer)\b|\b(?:if|when|whether|unless|before|until|requires?|needs?|let|allow\w*|have) (?:an?|one) (?:\w+ )?(?:engineer|developer|operator|admin|maintainer|user)\b/ },
      { find: "( one of DET|POSS{1,2} WORD{0,3} PEOPLE | a|an|one|our|this|that|single ( !PREP|BE|HAVE|same|, ){0,4} ONE | ^ SIGN|NUM{0,3} ONE ) ( , while|when|during|who|in|after ..12 , )? ,? ( who|that )? ( from|in|on|at|of|with|working WORD{1,4} )? ( who|had|has|have|then|was|also|LY ){0,3} HARM.ed|HARM.en|used|entered|brought", needs: /\b(?:wrong|bad|faulty|invalid|blank|unset|(?:incident|outage|issue) (?:began|started)|incorrect\w*|in error|mistak\w*|accident\w*|inadvertent\w*|typo|unintention\w*|erroneous\w*|caus(?:ing|ed)|leading to|led to|resulting in|resulted in|triggering|triggered|without (?:\w+ )?(?:\w+ing|approval|review|\w+ation)|which (?:caused|broke|led)|overwr\w+|instead of|tired|exhausted|unfamiliar|misconfigur\w+)\b/, unless: REPAIR_OR_ROLE_EN },
      { find: 'a|an|one|this|that|our ( !PREP|BE|HAVE|same|THING|, ){0,4} ONE ~18 and|but ( then|also|ADV ){0,2} ( forgot|BYWRONG|WRECK.ed|MISS.ed | made DET WORD? mistake|error|typo )' },
      { find: 'he|she ( had|has|then|also ){0,2} ( BYWRONG | ILLS|wrongly ACT.ed|typed|entered | forgot|forgotten|overlooked|misread|mistyped )' },
      { find: 'ONE having ADV|LY? failed|forgotten|neglected|omitted|missed|WRECK.en' },
      { find: 'MISS.en|neglected|forgotten|deleted|removed|broken|caused by ANYBODY' },
      { find: 'deleted|wiped|destroyed|broken|erased|unplugged|leaked ..2 by a|an|one|our|single WORD{0,3} ONE', unless: REPAIR_EN },
      { find: 'ILL|ILLS EN|built|set by NAME' },
      { find: 'failure|failures|fault|negligence|inability of ( a|an|one|our WORD{0,3} ONE )' },
      { find: 'a|an|one|single WORD{0,3} ONE ACT.ing|HARM.ing', needs: /\b(?:cause|caused by|due to|because|incident (?:began|started)|result(?:ed)? (?:of|from))\b/, unless: REPAIR_OR_ROLE_EN },
      { find: 'introduced|caused|made|triggered|deleted|pushed|removed|merged|deployed|applied by a|an|one|our|single WORD{0,3} ONE', needs: /\b(?:errors?|mistakes?|wrong\w*|outage|incident|caus\w+|misconfig\w*|bug|incorrect\w*|accident\w*|inadvertent\w*|fault\w*|broke\w*)\b/ },
      // “the engineer who …”: a finger that points.
      { find: "the ( !PREP|BE|HAVE|same|THING|, ){0,3} ONE ( who|that | ING DET|POSS|this ..3 ) ADV|LY{0,2} ( made DET WORD? mistake|error|change|typo|wrong | triggered|caused|deleted|dropped|forgot|broke|wrote|pushed|deployed|merged|approved|introduced|ran|WRECK.ed|MISS.ed | $never | had ( made|caused|deleted|forgotten|broken|pushed|merged|deployed|written|run ) | was|were|wasn NEG|unaware|unfamiliar|new|responsible|late|asleep )" },
      { find: /\bthe (?:(?!same\b)\w+ ){0,2}(?:person|engineer|developer|operator|admin|administrator|moderator|employee|individual|colleague|technician|contractor) (?:responsible for (?:the|this) (?:outage|incident|mistake|error|failure|problem)|at fault)\b/ },
      { find: /\b(?:specific|particular|individual) (?:\w+ )?(?:admin|administrator|engineer|developer|operator|employee|moderator|contractor) (?:who|that)\b/ },
      { find: /\b(?:tired|exhausted|overworked|fatigued|sleepy|distracted|inexperienced|careless|rogue) (?:\w+ )?(?:admin|administrator|engineer|developer|operator|employee|intern|colleague|sysadmin|technician|contractor)\b/, unless: /\bnew (?:\w+ )?(?:admin|administrator|engineer|developer|operator|employee)\b(?! (?:deleted|pushed|ran|forgot|who|did|was|had))/ },
      { find: 'NAME ~16 but|and also? forgot|forgets|overlooks|overlooked' },
      { find: 'it was him|her|NAME that|who =cause|=break|=delete|=introduce|=push' },
      { find: 'what NAME ( had|has )? missed|overlooked|forgot|broke' },
      { find: 'NAME ADV? ACT.ed|ACT.s|re-runs|reruns|reran ~6 by accident|mistake' },
    ],
    de: [
      { find: /<person>(?:,? (?:der|die|auch|dann|nur|leider|offenbar|wohl|hatte|hat)){0,3} (?:versehentlich |irrtümlich |fälschlich(?:erweise)? )?(?:verursachte|vergaß|übersah|ignorierte|vernachlässigte|versäumte|unterließ|verwechselte|vertippte|missachtete|beschädigte|zerstörte)\b/ },
      { find: /<person> (?:hat|hatte|habe)\b[^.;]{0,80}\b(?:vergessen|übersehen|verursacht|ignoriert|vernachlässigt|versäumt|verwechselt|vertippt|missachtet|nicht (?:geprüft|getestet|bemerkt|gemeldet|beachtet))\b/ },
      { find: /<person>(?: (?:hat|hatte|habe))?\b[^.;]{0,80}\b(?:löschte|gelöscht|entfernte|entfernt|überschrieb|überschrieben|deaktivierte|deaktiviert|änderte|geändert|einspielte|eingespielt|ausgerollt|rollte|startete|ausgeführt|abgeschaltet|freigegeben)\b/, needs: CAUSAL_DE, unless: REPAIR_DE },
      { find: /\b(?:verursacht (?:durch|von)|ausgelöst (?:durch|von)|schuld (?:von|war|ist|hat|hatte|trägt)|wegen|weil|fehler (?:von|durch)|versehen von|durch ein versehen von) <person>/, unless: REPAIR_DE },
      { find: /<person> (?:war|ist|trägt|trug)(?: \w+){0,2} (?:schuld|verantwortlich für den ausfall|der verursacher|die verursacherin|die schuld|unachtsam|zu langsam)\b/ },
      { find: /\b(?:abhängig von|angewiesen auf) <person>/ },
      { find: /\bnur <person> (?:wusste|weiß|konnte|kann|hatte|hat)\b/ },
      { find: /\b(?:jemand|irgendwer|irgendjemand) (?:\w+ ){0,3}(?:vergaß|vergessen|gelöscht|löschte|falsch|versehentlich|deaktiviert|änderte|geändert)\b/, unless: /\b(?:falls|wenn|ob) (?:jemand|irgendwer|irgendjemand)\b/ },
      { find: /\b(?:der|die) (?:zuständige|verantwortliche|betreffende|besagte) (?:\w*(?:mitarbeiter|mitarbeiterin|entwickler|entwicklerin|kollege|kollegin|administrator|administratorin|techniker|technikerin|person|ingenieur|ingenieurin)) (?:\S+ ){0,6}(?:vergaß|vergessen|übersah|übersehen|versäumte|versäumt|löschte|gelöscht|hätte|nicht)\b/ },
      { find: /\b(?:ignorierte|vergaß|übersah|missachtete|versäumte|verwechselte) <person>/ },
      { find: /\b(?:von|durch) <person> (?:\w+ )?(?:eingeführt|verursacht|ausgelöst|gelöscht|eingebaut|beschädigt|überschrieben|vergessen)\b/, unless: REPAIR_DE },
      { find: /\b(?:ist|war|sei|liegt an|lag an|wegen) (?:\w+ )?(?:die|der|das|dem|einer|eine) (?:\w+ )?(?:änderung|commit|skript|migration|fehler|konfiguration|deployment|update|befehl) von <person>/, unless: REPAIR_DE },
      { find: /\bnur <person> (?:kannte|kennt|besaß|verstand|versteht)\b/ },
      { find: 'NAME ~12 tat ..4 ab' },
      { find: 'EIN ( !PEOPLE|WURDE|HAT ){0,3} ONE', needs: /\b(?:versehentlich\w*|irrtümlich\w*|falsch\w*|aus versehen|vergaß|vergessen|übersah|übersehen|verwechsel\w*|vertippt\w*|ohne (?:prüfung|freigabe|rücksprache))\b/, unless: new RegExp(`${REPAIR_DE.source}|\\b(?:falls|wenn|sobald|damit|kann|könnte) (?:ein|eine)\\b`) },
      { find: /\b(?:jemand|irgendwer) (?:hatte |hat )?(?:\S+ ){0,9}(?:gemacht|geändert|eingespielt|gelöscht|abgeschaltet|gezogen|entfernt)\b/, needs: CAUSAL_OR_DOWN_DE, unless: REPAIR_DE },
      { find: /\b(?:von|auf) <person> (?:abhängig|angewiesen)\b/ },
      { find: /\b(?:einem|einer|unserem|unserer) (?:\w+ )?(?:mitarbeiter|mitarbeiterin|kollegen|kollegin|techniker|technikerin|entwickler|entwicklerin|administrator|administratorin|praktikanten|azubi|ingenieur|ingenieurin) (?:\S+ ){0,3}(?:passiert|unterlaufen|unterlief|entgangen)\b|\b(?:unterlief|passierte) (?:einem|einer|unserem|unserer) (?:\w+ )?\w*(?:mitarbeiter|kolleg|technik|entwickl|administrator|praktikant|azubi|ingenieur)\w*\b/ },
      { find: 'EIN ( !PEOPLE|WURDE|HAT ){0,3} ONE', needs: /\b(?:(?:vorfall|ausfall|störung|problem) (?:begann|fing an|entstand|trat auf)|ließ (?:\S+ ){0,8}leer|ursache|kopierte (?:\S+ ){0,10}nicht|verursachte|löste (?:\S+ ){0,8}aus)\b/, unless: REPAIR_DE },
      { find: /\b(?:schrieb|baute|änderte|löschte|stellte) (?:jemand|irgendwer|irgendjemand)\b/, unless: /\b(?:falls|wenn|ob) (?:\S+ ){0,4}(?:jemand|irgendwer)\b/ },
      { find: /\b(?:müde[nr]?|übermüdete[nr]?|erschöpfte[nr]?|überarbeitete[nr]?|unerfahrene[nr]?|unaufmerksame[nr]?) (?:mitarbeiter|mitarbeiterin|kollege|kollegen|kollegin|techniker|technikerin|entwickler|administrator|ingenieur|praktikant|praktikanten)\b/ },
    ],
  },
};
