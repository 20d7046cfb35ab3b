import { COOK, DEKKER, ETSY } from '../sources.ts';
import type { LintRule } from '../rule.ts';

const MACHINE_ACTS = /\b(?:prevent\w*|avoid\w*|stop\w*|guard\w*) (?:\S+ ){0,4}(?:inadvertently|accidentally|unintentionally)\b|\b(?:change|update|upgrade|bug|fix|migration|configuration|config|deploy|deployment|system|script|job|process|service|it|this|that|which|rule|policy|patch|release|query|worker|server|automation|tool|code|logic|function|library|reporting|logging|behaviou?r) (?:had |has |have |would |also )?(?:inadvertently|accidentally|unintentionally)\b/;

export const HUMAN_ERROR: LintRule = {
  id: 'human-error',
  title: 'Human error as a cause',
  message: 'An error of a person stands as the cause. It is where the questions begin.',
  reason: '“Error” is a name given afterwards to an act that usually works. As a cause it ends the inquiry and leads to “be more careful”. The conditions that made the act likely, and let it do harm, can be changed.',
  sources: [DEKKER, ETSY, COOK],
  severity: 'warning',
  headings: true,
  questions: {
    en: ['What made this action look right at the time, and what would have told the person otherwise?', 'What let a slip of this kind reach production?'],
    de: ['Was ließ diese Handlung im Moment richtig erscheinen, und woran war es nicht zu erkennen?', 'Was ließ einen solchen Handgriff bis in die Produktion wirken?'],
  },
  patterns: {
    en: [
      { find: /\b(?:human|operator|pilot|administrator|admin|engineer)[- ](?:error|mistake|failure)s?\b|\b(?:procedural|clerical|operational)[- ](?:error|mistake)s?\b|\buser error\b(?! (?:messages?|rates?|pages?|codes?))/ },
      { find: /\b(?:by mistake|by accident)\b/ },
      { find: /\bmistakenly ?/, replace: [''] },
      { find: /\b(?<!not |n't |avoid |prevent |without |avoids |prevents )(?:accidentally|inadvertently|unintentionally) ?/, unless: MACHINE_ACTS, replace: [''] },
      { find: /\b(?:an? |the |this |was |were )?accidental (?!death|discovery)\w+/, unless: /\b(?:against|prevent\w*|avoid\w*|protect\w*|guard\w*) (?:an? |any |such )?accidental\b/ },
      { find: /\b(?:forgot|had forgotten|has forgotten|have forgotten|was forgotten|were forgotten|been forgotten)\b/ },
      { find: /\bforgetting to\b/ },
      { find: /\btypos?\b/, needs: /\b(?:caus\w*|due to|because|led to|leading to|result\w*|made a typo|with a typo|triggered|by a typo|couldn't|could not|broke)\b/ },
      { find: /\b(?:fat[- ]?finger(?:ed|ing)?|pebkac|slip of the|finger trouble|brain ?fart|copy(?:[- ]and)?[- ]?paste (?:error|mistake))\b/ },
      { find: /\b(?:oversight (?:by|on|from|of the|during|in our|led|caused)|an oversight|our oversight|honest (?:oversight|mistake|error)|due to (?:an )?oversight)\b/ },
      { find: /\b(?:an? |the |this |another )?inadvertent (?:\w+ ){0,2}(?:change|modification|deletion|removal|configuration|misconfiguration|push|release|deployment|update|shutdown|restart|error|exposure|disclosure)s?\b/, unless: /\b(?:against|prevent\w*|avoid\w*|protect\w*|guard\w*) (?:\S+ ){0,6}inadvertent\b/ },
      { find: /\b(?:a|our|one|this|another) (?:\w+ )?mistake (?:in|with|during|when|while)\b/ },
      { find: /\b(?:made|built|released|deployed|cut|published|shipped|tagged|restored|installed|applied|run|pushed|merged) (?:\S+ ){0,3}?(?:from|on|onto|to|in|into|against|with) the wrong \w+/ },
      { find: /\b(?:made|making|makes) (?:a|an) (?:\w+ )?mistake\b/ },
      { find: /\b(?:due to|caused by|because of|result of|led by|owing to) (?:a|an|the|this|our|his|her|their|one) (?:\w+ )?(?:mistake|slip|blunder)\b/ },
      { find: /\b(?:a|the|this|our|his|her|their|one) (?:\w+ )?(?:mistake|slip|blunder) (?:\w+ ){0,4}(?:caused|led to|resulted|triggered|broke|took|brought)\b/ },
      { find: /\b(?:mistake|error|slip|failure) (?:by|of|on the part of) (?:an?|the|one of (?:our|the)|our) (?:\w+ )?<role>\b/ },
      { find: /\b(?:deleted|dropped|ran|pushed|pressed|removed|typed|executed|selected|chose|picked|restarted|rebooted|unplugged|pulled|cut|terminated|wiped|edited|opened|entered|clicked|hit) (?:\S+ ){0,3}the wrong \w+/ },
      { find: /\bwrong (?:push|press|click|turn) (?:of|on)\b/ },
      { find: /\b(?:operation|step|task|command|procedure|change|upgrade|migration|maintenance) (?:was|were|had been|has been|being) (?:done|performed|executed|carried out|entered|typed|followed) (?:incorrectly|wrongly|improperly|in the wrong)\b/ },
      { find: /\bmisconfigured by (?:an?|the|one of (?:our|the)|our) (?:\w+ )?<role>\b/ },
    ],
    de: [
      { find: /\bmenschliche(?:s|r|n|m)? (?:versagen|fehler|irrtum|fehlhandlung|fehlverhalten)s?\b/ },
      { find: /\b(?:bedien(?:ungs|er)?fehler|anwenderfehler|benutzerfehler|flüchtigkeitsfehler|tippfehler|eingabefehler|copy-?paste-?fehler|fehlbedienung|fehlhandlung|schusselfehler|leichtsinnsfehler|handhabungsfehler)(?:s|n)?\b/, unless: /\btippfehler (?:korrigier\w*|behoben|beheben|in der (?:doku\w*|readme))\b/ },
      { find: /\b(?:aus versehen|durch (?:ein )?versehen|versehens)\b/ },
      { find: /\b(?:versehentlich|irrtümlich(?:erweise)?|unabsichtlich|fälschlicherweise|unbeabsichtigt) ?/, unless: /\b(?:änderung|update|skript|job|prozess|dienst|system|migration|regel|dies|das) (?:\w+ )?(?:versehentlich|unbeabsichtigt)\b|\b(?:gegen|vor|damit nicht|nicht) (?:\w+ )?(?:versehentlich\w*|unbeabsichtigt\w*)\b/, replace: [''] },
      { find: /\b(?:vergaß|vergaßen|vergessen (?:hat|hatte|haben|hatten|wurde|worden)|(?:hat|hatte|haben|hatten|wurde|wurden) (?:\S+ ){0,8}vergessen)\b/ },
      { find: /\b(?:vertippt|vertippte|verklickt|verklickte|verwechselt|verwechselte)\b/ },
      { find: /\bfehler (?:des|der|eines|einer|unseres|unserer) (?:\w+ )?<role>\b/ },
      { find: /\b(?:löschte|startete|stoppte|wählte|nahm|öffnete|drückte|gelöscht|gestartet|gestoppt|gewählt|gezogen|gedrückt) (?:\S+ ){0,3}(?:den|die|das) falsche[nsr]? \w+|\b(?:den|die|das) falsche[nsr]? \w+ (?:gelöscht|gestartet|gestoppt|gewählt|gezogen|gedrückt|abgeschaltet|ausgewählt)\b/ },
      { find: /\bunterlief(?:en)? (?:\S+ ){0,4}(?:ein )?fehler\b/ },
    ],
  },
};
