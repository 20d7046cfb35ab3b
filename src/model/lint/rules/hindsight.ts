import { DEKKER, HOWIE, SRE_WORKBOOK } from '../sources.ts';
import type { LintRule } from '../rule.ts';

export const HINDSIGHT: LintRule = {
  id: 'hindsight',
  title: 'Hindsight',
  message: 'This looks at the moment with what became known later.',
  reason: 'Afterwards the signals stand out from the noise, at the time they did not. “Overlooked” and “obvious” say that the meaning was there to see. Say what was on the screen, among what else, and when its meaning became clear.',
  sources: [DEKKER, HOWIE, SRE_WORKBOOK],
  severity: 'warning',
  headings: true,
  questions: {
    en: ['What did responders see at that moment, among what else, and what did they expect?', 'When, and by what, did its meaning become clear?'],
    de: ['Was sahen die Beteiligten in diesem Moment, neben was allem, und was erwarteten sie?', 'Wann und wodurch wurde klar, was es bedeutet?'],
  },
  patterns: {
    en: [
      { find: /\b(?:in hindsight|with hindsight|with the benefit of hindsight|in retrospect|looking back|retrospectively|hindsight),? ?/, replace: [''] },
      { find: /\b(?<!no |not |n't |non-|nothing |un|any )(?:obvious(?:ly)?|blatant(?:ly)?|glaring(?:ly)?)\b/, unless: /\b(?:no|not|n't|nothing|without|any|isn't|wasn't|less|most|was no|immediately) (?:\w+ )?(?:obvious|clear)\w*\b/ },
      { find: /\bclearly (?:should|could|not|wrong|visible|a mistake|had|a sign)\b/ },
      { find: /\b(?:should|would|could) have been (?:obvious|clear|apparent|evident)\b/ },
      { find: /\b(?:went|gone|go|goes|remained) unnoticed\b|\bunnoticed\b/ },
      { find: /\b(?:was|were|been|being|had|we|they|i|<role>|<person>|nobody|and|had been|got) overlook(?:ed|ing)?\b|\boverlook(?:ed|ing) (?:the|this|that|an?|these|several|one|our)\b/ },
      { find: /\b(?:alerts?|alarms?|notifications?|warnings?|signs?|signals?|pages?|e-?mails?|symptoms?|clues?|messages?|indications?|indicators?|reports?|errors?|tickets?) (?:\S+ ){0,4}(?:was|were|went|been|got) (?:all |simply |also |initially |then )?(?:missed|ignored|overlooked|dismissed|disregarded|not (?:noticed|seen|recognised|recognized|understood))\b/, unless: /\bby (?:the )?(?:server|parser|client|system|filter|browser|kernel|process)\b/ },
      { find: /\b(?:we|they|i|he|she|<role>|<person>|everyone|everybody|all of us)(?: \w+ly| all| had| have| also| simply| just| initially| then){0,2} (?:missed|ignored|overlooked|disregarded|dismissed) (?:the|this|that|an?|these|those|several|all|our|multiple|some|many|early|it)\b/ },
      { find: /\b<human>(?: \S+){0,3} (?:did not|didn't|had not|hadn't|never|failed to) (?:\w+ly |even |yet |initially )?(?:notic\w+|reali[sz]\w+|spot(?:ted)?|see|seen|saw|recogni[sz]\w+|catch|caught|appreciat\w+|anticipat\w+|foresee\w*|foresaw|expect(?:ed)?|consider(?:ed)?|think of|pick(?:ed)? up|understand|understood|identif\w+)\b/ },
      { find: /\b(?:failed to|failure to) (?:notice|reali[sz]e|spot|recogni[sz]e|foresee|anticipate|appreciate)\b/ },
      { find: /\b(?:nobody|no one|no-one|none of us) (?:had |has |ever |really |at the time )?(?:noticed|reali[sz]ed|spotted|saw|seen|recogni[sz]ed|understood|thought of|expected|anticipated|caught)\b/ },
      { find: /\b(?:not|never|n't)(?: been)? (?:identified|noticed|recogni[sz]ed|spotted|reali[sz]ed|anticipated|caught|considered|foreseen|seen) by (?:the |our |any of the |anyone|anybody|us|<person>)(?:\S+ )?(?:<role>)?\b/ },
      { find: /\b(?:slow|too slow|late|too late) (?:to|in) (?:reali[sz]\w+|notic\w+|recogni[sz]\w+|understand\w*|see|seeing|spot\w*)\b/ },
      { find: /\b<human>(?: \S+){0,2} (?:was|were|is|are|been) (?:\S+ ){0,2}(?:slow|late) (?:to|in) (?:react\w*|respond\w*|detect\w*)\b/ },
      { find: /\b(?:unbeknownst to|unbeknown to|little did (?:we|they|he|she) know|blissfully unaware|should have seen (?:it|this) coming|writing was on the wall|red flags? (?:was|were)|warning signs (?:was|were))\b/ },
      { find: /\b(?:now that we know|we now know|as we know now|as we now know|knowing what we (?:now )?know|with what we know (?:now|today)|once we knew|spoiler)\b/ },
      { find: /\bwe (?:don't|didn't|do not|did not) (?:yet )?know (?:that|this|it) (?:yet|then|at the time|at that point)\b/ },
    ],
    de: [
      { find: /\b(?:im nachhinein|rückblickend|im rückblick|aus heutiger sicht|nachträglich betrachtet|hinterher(?: ist man| betrachtet| wissen| zeigte)?|im nachgang betrachtet),? ?/, unless: /\bhinterher\b(?! (?:ist man|betrachtet|wissen|zeigte))/ },
      { find: /\b(?<!nicht |kein |keine |keinen |un)(?:offensichtlich\w*|offenkundig\w*|unübersehbar\w*)\b/, unless: /\b(?:nicht|kein\w*|ohne|weniger) (?:\w+ )?(?:offensichtlich|offenkundig)\w*\b/ },
      { find: /\b(?:übersehen|übersah|übersahen)\b/, unless: /\b(?:um zu|leicht zu|nicht zu) übersehen\b/ },
      { find: /\b(?:unbemerkt|nicht (?:rechtzeitig |sofort |früh genug )?(?:bemerkt|erkannt|wahrgenommen|gesehen|beachtet|bedacht|realisiert|gemerkt|vorhergesehen))\b/, unless: /\bnicht erkannt(?:e|en|er|es)\b|\b(?:parser|server|filter|client|browser|format|gerät|system) (?:\S+ ){0,3}nicht erkannt\b/ },
      { find: /\bzu spät (?:bemerkt|erkannt|reagiert|gesehen|realisiert|verstanden)\b/ },
      { find: /\b(?:hätte|hätten) (?:\S+ ){0,6}(?:auffallen|klar sein|erkennen|bemerken|ahnen|wissen|sehen) (?:müssen|können)\b/ },
      { find: /\b(?:wie wir (?:heute|jetzt|inzwischen|nun) wissen|wir wissen (?:heute|jetzt|nun)|mit dem wissen von heute|nach heutigem wissen|nun, da wir wissen)\b/ },
      { find: /\b(?:niemand|keiner|keinem|niemandem) (?:hat |hatte |ist |war )?(?:\S+ ){0,5}(?:bemerkt\w*|aufgefallen|auffiel|fiel|erkannt\w*|erkannte|gesehen|ahnte|gedacht|dachte|realisierte|gemerkt)\b/ },
      { find: /\b(?:warnung(?:en)?|alarm(?:e|s)?|warnsignale?|anzeichen|hinweise?|meldung(?:en)?|alerts?|e-?mails?) (?:\S+ ){0,4}(?:wurde|wurden|worden) (?:\S+ ){0,2}(?:ignoriert|übersehen|missachtet|nicht beachtet|verpasst)\b/ },
      { find: /\b(?:ignorierten?|missachteten?|verpassten?) (?:wir |das team |man )?(?:die|den|das|alle|mehrere) (?:\w+ )?(?:warnung(?:en)?|alarme?|warnsignale?|anzeichen|hinweise?|meldung(?:en)?)\b/ },
    ],
  },
};
