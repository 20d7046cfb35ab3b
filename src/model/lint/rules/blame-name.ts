import { ALLSPAW, PAGERDUTY, SRE_BOOK } from '../sources.ts';
import type { LintRule } from '../rule.ts';

/** What turns a neutral act into the cause of something. */
const CAUSAL_EN = /\b(?:caus(?:e|ed|es|ing)|led to|leading to|result(?:ed|ing) in|triggered|broke|outage|incident|took down|brought down|wrong|incorrect(?:ly)?|faulty|buggy|broken|mistake|accident(?:ally)?|inadvertently|without (?:testing|checking|review|approval|asking|telling)|by accident|in production|instead of)\b/;
const CAUSAL_DE = /\b(?:verursach\w*|führte|löste|auslös\w*|ausgelöst|ausfall|störung|vorfall|versehentlich|falsch\w*|irrtümlich|aus versehen|ohne (?:test|prüfung|freigabe|rücksprache|review)|produktiv\w*|produktion)\b/;
/** Repairing is no blame. */
const REPAIR_EN = /\b(?:revert\w*|roll(?:ed|s|ing)? \S+ ?back|rollback|restor\w*|fix(?:ed|es|ing)?|mitigat\w*|clean(?:ed|s)? up|notic\w+|found out|figured out|realis\w+|realiz\w+|investigat\w*|repair\w*)\b/;
const REPAIR_DE = /\b(?:zurückgerollt|zurückgesetzt|rollback|wiederhergestellt|behob|behoben|behebt|repariert\w*|bemerkte|stellte fest|untersucht\w*)\b/;

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
      // Acts that only ever name a culprit.
      { find: /<person>(?:,? (?:who|also|then|had|has|have|only|just|simply|apparently|unfortunately|again)){0,3} (?:accidentally |mistakenly |inadvertently |wrongly |incorrectly )?(?:caused|broke|forgot|failed to|missed|overlooked|ignored|misread|misconfigured|mistyped|misunderstood|misjudged|neglected|botched|took down|brought down|crashed|leaked|exposed|did not|didn't|should have|could have|was (?:responsible|at fault|to blame|careless|unaware|not aware|too slow)|never (?:checked|tested|asked|told))\b/, unless: /\bdid(?: not|n't) (?:cause|have any|work on)\b/ },
      // Acts that may be repair as well: with a causal word, and no word of repair.
      { find: /<person>(?:,? (?:who|also|then|had|has|have)){0,2} (?:accidentally |mistakenly |inadvertently |wrongly |incorrectly )?(?:deleted?|dropped|removed?|truncated|wiped|overwrote|pushed|deployed|merged|ran|executed|introduced|added|skipped|disabled|changed|applied|approved|started|restarted|unplugged|typed|committed|released|turned off|switched off|modified|edited)\b/, needs: CAUSAL_EN, unless: REPAIR_EN },
      // Somebody who happened to be there: it hung on one person.
      { find: /\bbecause <person> (?:happened to|was (?:around|online|awake|on holiday|away|out|unavailable|asleep)|had (?:left|gone))\b/ },
      { find: /\b(?:caused by|because of|because|due to|the fault of|fault lies with|blame(?:d|s)?|mistake (?:by|of|from)|error (?:by|of|on the part of)|on the part of|broken by|introduced by|(?:deleted|removed|dropped|leaked|pushed|disabled) by) <person>/, unless: REPAIR_EN },
      { find: /<person>'s (?:\S+ ){0,2}(?:mistake|error|fault|oversight|typo|negligence|misunderstanding|carelessness|failure)\b/ },
      { find: /<person>'s (?:\S+ ){0,2}(?:change|commit|pr|pull request|deploy|deployment|script|command|migration|push|decision|patch|merge|query|release)\b/, needs: CAUSAL_EN, unless: REPAIR_EN },
      { find: /<person>'s (?:\S+ ){0,3}(?:token|password|credentials?|secret|api key|ssh key|laptop|account)\b/, needs: /\b(?:leak\w*|expos\w*|compromis\w*|discover\w*|stolen|found|public\w*|revok\w*)\b/ },
      { find: /\b(?:dependent|depend(?:s|ed)?|reliant|rel(?:y|ies|ied)) on <person>/ },
      { find: /\bonly <person> (?:knew|knows|had|has|could|can|was able)\b/ },
      // One person without a name, whom everybody knows.
      { find: /\b(?:someone|somebody|whoever) (?:(?:accidentally|mistakenly|else|on the \w+|had|has|in \w+) ){0,2}(?:wrote|deleted|dropped|removed|forgot|broke|changed|pushed|deployed|merged|ran|committed|disabled|left|misconfigured|typed|didn't|did not|failed|approved|introduced|made|pressed|unplugged|rebooted)\b/, unless: /\b(?:if|when|whether|unless|in case) (?:someone|somebody)\b/ },
      { find: /\bthe (?:(?!same\b)\w+ ){0,2}(?:person|engineer|developer|operator|admin|administrator|moderator|employee|individual|colleague|reviewer|author|technician|contractor|on-?call)(?: \w+ing \w+(?: \w+)?)? (?:(?:who|that) (?:made (?:a|the|this) (?:mistake|error|change|wrong)|triggered the (?:incident|outage)|caused|deleted|dropped|forgot|broke|wrote|pushed|deployed|merged|approved|introduced|ran|did not|didn't|failed|had (?:made|caused|deleted|forgotten|broken|pushed|merged))|responsible for (?:the|this) (?:outage|incident|mistake|error|failure|problem)|at fault|wasn't sure|was not sure|was unaware|did not|didn't|should have|failed to|forgot)\b/ },
      { find: /\bthe (?:engineer|developer|operator|admin|reviewer|author|person) \w+ing (?:the|this|that|our) (?:\S+ ){1,3}(?:thought|assumed|believed|missed|approved|overlooked|misread|forgot|ignored)\b/ },
      { find: /\b(?:an?|one|one of our|our) (?:(?!same\b)[\w-]+ ){0,3}(?:engineer|developer|operator|admin|administrator|employee|technician|contractor|sysadmin|team member|colleague|designer|maintainer)s?,? (?:who )?(?:had |has )?(?:(?:accidentally|mistakenly|inadvertently|wrongly|incorrectly|unknowingly|erroneously) \w+|(?:deleted|dropped|wiped|truncated|overwrote|executed|ran|typed|entered|pushed|unplugged|disabled) (?:\S+ ){0,5}(?:wrong|incorrect|mistaken)\b)/ },
      { find: /\b(?:tired|exhausted|overworked|fatigued|sleepy|distracted|inexperienced|junior|careless|rogue|certain) (?:admin|administrator|engineer|developer|operator|employee|intern|colleague|sysadmin|technician|contractor)\b/ },
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
    ],
  },
};
