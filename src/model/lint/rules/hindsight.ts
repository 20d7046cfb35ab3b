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
      { find: /\b(?:in hindsight|with hindsight|with the benefit of hindsight|in retrospect|looking back|retrospectively|hindsight),? ?/, unless: /\blooking back (?:at|through|over) (?:the |our )?(?:\w+ )?(?:logs?|metrics|graphs?|data|history|traces?|commits?)\b/, replace: [''] },
      // “it was obvious”, “an obvious sign”; what becomes obvious, or an obvious guess, is none.
      { find: '<<!NEG|no|nothing|without|less|most|any|more|non|immediately|anything|become|becomes|became|so|make|makes|be { obvious|obviously|blatant|blatantly|glaring|evident >!reading|assumption|candidate|choice|next|solution|fix|way|guess|place|answer|reason|option }', needs: '( was|were|is|are|been|seems|seemed|quite|pretty ADV|LY{0,2} obvious|blatant|glaring|evident | obvious|blatant|glaring ADV? WORD? sign|signs|warning|warnings|error|errors|mistake|mistakes|problem|problems|gap|gaps|flaw|flaws|bug|symptom|symptoms|indicator|omission|hole|issue|issues|red|clue | obviously|blatantly should|had|missed|wrong|not|a|the )' },
      { find: /\bclearly (?:should|could|not|wrong|visible|a mistake|had|a sign)\b/ },
      { find: /\b(?:should|would|could) have been (?:obvious|clear|apparent|evident)\b/ },
      { find: /\bunnoticed\b|\bunrecogni[sz]ed\b/ },
      { find: /\b(?:unbeknownst to|unbeknown to|little did (?:we|they|he|she|i) know|blissfully unaware|should have seen (?:it|this) coming|writing was on the wall|red flags? (?:was|were)|warning signs (?:was|were))\b/ },
      { find: /\b(?:now that we know|we now know|as we know now|as we now know|knowing what we (?:now )?know|with what we know (?:now|today)|once we knew|spoiler)\b/ },
      { find: /\bwe (?:don't|didn't|do not|did not) (?:yet )?know (?:that|this|it) (?:yet|then|at the time|at that point)\b/ },
      // People looked away.
      { find: "PEOPLE|NAME|WHO ( of|in|on WORD{1,3} )? ( had|have|has|'d|'ve )? ADV|LY{0,3} MISS.ed >!DATA ( DET|POSS|only|just|that|how|it|some|many|early|key|important|critical|ING|several )", unless: /\b(?:miss(?:ed)?|missing) (?:the |our |a |an |their |some |several |many )?(?:\w+ )?(?:deadlines?|heartbeats?|window|cutoff|slots?|blocks?|events?|metrics?|targets?|slas?|slos?|calls?|meetings?|votes?|attestations?|payments?|rewards?)\b/ },
      { find: "PEOPLE|NAME ~18 and|but|or ( so|then|also|again )? MISS.ed DET|POSS|early|that|it", unless: 'MISS.ed ( DET|POSS ){0,2} WORD? DATA' },
      { find: "<<!DATA was|were|been|got|get ADV|LY|NEG|all{0,3} MISS.en ( by PEOPLE|POSS|DET )? >!by", unless: /\b(?:can|could|may|might|must|to|will|should|safely) (?:safely |easily )?be (?:\w+ly )?(?:missed|ignored|overlooked|disregarded)\b|\b(?:ignored|missed) by (?:the )?(?:\w+ )?(?:server|parser|client|system|filter|browser|kernel|process|script|code|monitoring|alerts?|tests?)\b|\bprevent\w* (?:\S+ ){1,4}being\b|\b(?:config\w*|settings?|files?|values?|options?|headers?|flags?|limits?|lines?) (?:\S+ ){0,6}(?:was|were) (?:\w+ )?ignored\b/ },
      { find: 'overlooking|overlooked DET|POSS|that', unless: /\bby overlooking\b/ },
      { find: 'sign|signs|signal|signals|clue|clues|alert|alerts|step|warning|something|detail|details|one|thing|part that? PEOPLE|NAME ADV|LY|all{0,2} MISS.ed' },
      // “have never seen” tells of experience, “did not see” of looking.
      { find: "$people ADV|LY|DET{0,3} ( did|had|'d|could not|n't|never | failed to | never ) ADV|LY|yet|be{0,3} ( SEEN.base|SEEN.ed|SEEN.en|expect|expected|catch|caught|see|saw|seen|foresee|realise|account|factor )", unless: /\b(?:have|has|'ve)\W+never\W+(?:\w+ )?(?:seen|noticed|expected|thought)\b|\b(?:had|'d)(?: not|n't| never) (?:\w+ )?(?:seen|experienced|encountered) (?:\S+ ){0,4}(?:before|previously|until)\b|\bhopes? (?:\S+ ){0,3}never\b|\bcould(?: not|n't) (?:see|find|access|expect|be)\b|\b(?:users?|customers?|clients?|you) (?:\w+ )?(?:did(?: not|n't)|had(?: not|n't)|never) \w+|\bdid(?: not|n't) see (?:any|the)? ?(?:\w+ )?(?:errors?|evidence|improvement|change|traffic|issues?|impact|problems?|logs?|data)\b/ },
      { find: "$people ADV|LY{0,2} ( did|had|'d not|n't|never | failed to ) ADV|LY{0,2} ( pick|picked up | think|thought of|about | take|taken ..3 into ..1 account|consideration | pay|paid ..2 attention | know )" },
      { find: '<<!THING|IT failed|failure|neglected to ADV|LY{0,2} ( SEEN.base|expect | take ..4 into ..1 account|consideration | account for )' },
      { find: '<<!THING|DATA was|were|been NEG ADV|LY{0,3} ( been )? ( seen|noticed|noted|recognized|recognised|spotted|realized|realised|anticipated|foreseen|considered|understood|appreciated|predicted | picked up | accounted for | thought of|about | taken into ..1 account|consideration )', unless: /\b(?:was|were|been)(?: not|n't) (?:\w+ )?(?:seen|noted|considered|understood) (?:in|on|until|as|to be|a|an)\b|\bnot (?:yet |fully )?understood (?:yet|why|at)\b|\bconsidered (?:to be|as|an?|urgent|critical|necessary|important|high|low|serious|risky|worth\w*|safe|sufficient|enough|likely)\b/ },
      { find: 'NEG ADV|LY{1,2} understood|recognized|recognised|appreciated >!by|why|yet', unless: /\bnot (?:yet|fully) understood\b/ },
      { find: "NEG ( been )? ADV|LY{0,2} identified before|prior|during|earlier|beforehand" },
      { find: "NEG ADV|LY{0,2} ( been )? ADV|LY{0,2} SEEN.en|SEEN.ed|identified by ADV? DET|POSS|anyone|anybody|us|NAME ( WORD{0,2} PEOPLE|us )?", unless: /\bby (?:the |our |any |an? )?(?:\w+[- ]){0,3}(?:tests?|monitor\w*|alert\w*|suite|checks?|script\w*|system\w*|ci|tool\w*|reflector|prober?s?|linter|staging|automation|pipeline)\b/ },
      { find: "nobody|no-one|none ( of ( us | them | DET|POSS PEOPLE ) )? ( had|has|have )? ADV|LY|ever{0,2} SEE.ed|SEE.en|caught|thought|spotted" },
      { find: 'no one ( had|has|have )? ADV|LY|ever{0,2} SEE.ed|SEE.en|caught|thought|spotted' },
      { find: 'slow|late|slower|later ( to|in ) SEE.base|SEE.ing|understand|understanding' },
      { find: 'PEOPLE|NAME WORD{0,2} was|were|is|are|been ADV|LY|too{0,2} slow|late to|in =react|=respond|=detect|=notice' },
      { find: 'step|steps|warning|warnings|alert|alerts|sign|signs|check|email|notification|item|task|detail|case|dependency ~10 was|were ADV|LY{0,2} missed|overlooked', unless: /\bby (?:the )?(?:\w+ )?(?:monitoring|alerts?|tests?|system|script)\b/ },
      { find: 'was|were ~16 and ignored|overlooked|missed' },
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
