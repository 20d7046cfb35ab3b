import { DEKKER, ETSY, HOWIE } from '../sources.ts';
import type { LintRule } from '../rule.ts';

export const COUNTERFACTUAL: LintRule = {
  id: 'counterfactual',
  title: 'What did not happen',
  message: 'This tells what did not happen. What did happen made sense to somebody.',
  reason: 'A course that was not taken explains nothing about the one that was: it describes a world that readers wish for, with knowledge nobody had. Say what people saw, knew and wanted; put what is to change under the actions.',
  sources: [DEKKER, ETSY, HOWIE],
  severity: 'warning',
  headings: true,
  questions: {
    en: ['What happened instead, and what made it the sensible thing to do?', 'If this is to change, what is the action, and who does it by when?'],
    de: ['Was geschah stattdessen, und was machte es sinnvoll?', 'Wenn sich das ändern soll: Was ist die Maßnahme, und wer erledigt sie bis wann?'],
  },
  patterns: {
    en: [
      // "should have a ticket" asks for something; "should have had one" does not.
      { find: /\b(?:should|ought to)(?: not|n't)?(?: \w+ly| also| already| just)?(?: have|'ve)(?: \w+ly| also| already| just| all| never)? (?:been|\w+(?:ed|wn|[^v]en|ught)|done|had|made|gone|run|read|put|set|cut|let|left|kept|told|found|held|shut|sent|built|spent|met|led|come|understood|stood|begun|lost|paid|won|got|quit|split|stuck|swept|meant|dealt|split)\b/, unless: /\bshould have (?:been (?:received|restored)|(?:\w+ly )?resulted)\b|\b(?:users?|you|customers?) should have\b/ },
      { find: /\bneeded to have (?:been )?\w+/ },
      // "could have been the network" is a guess about what was, "could have been caught" is not.
      { find: /\bcould(?: \w+ly| also| easily)?(?: have|'ve)(?: \w+ly| also| just)? been (?:\w+ly )?(?:prevent|avoid|detect|caught|mitigat|resolv|alert|notic|spotted|found|fixed|shorten|reduc|faster|sooner|better|quicker|stopp|contain|identif|limit|discover|recogni|foreseen|anticipat|minimi|tested|restor|recover)\w*/ },
      { find: /\bcould(?: not|n't)?(?: have|'ve) (?:gone (?:better|smoother|faster)|prevented|avoided|helped|caught|detected|alerted|warned|saved|reduced|shortened|mitigated|told|shown|limited|contained)\b/ },
      { find: /\bcould(?: have|'ve) (?:le(?:a)?d to|resulted in|meant|made for|given(?: us)?) (?:an? |the )?(?:\w+ )?(?:quicker|faster|earlier|sooner|shorter|better|smoother)\b/ },
      { find: /\b(?:we|i|they|you|<role>|<person>) could(?: \w+ly)?(?: have|'ve)(?: \w+ly| also| just| all)? (?!been\b|had\b|gone wrong)(?:\w+(?:ed|wn|[^v]en|ught)|done|made|run|read|put|set|cut|let|left|kept|told|found|held|shut|sent|built|met|led|come|understood|gone|switched|won)\b/ },
      { find: /^(?:\d{1,2}:\d{2}\b\W*)?could have (?:only |just |simply )?(?!been\b|gone wrong)\w+/ },
      { find: /\bmight(?: have|'ve) (?:\w+ly )?(?:prevented|avoided|helped|caught|detected|alerted|warned|reduced|limited|shortened|stopped|saved|revealed|shown|been (?:prevented|avoided|caught|detected|mitigated|shorter|smaller|reduced|limited))\b/ },
      { find: /\bwould(?: not|n't)?(?: have|'ve) (?:\w+ly )?(?:prevented|avoided|helped|caught|detected|alerted|warned|allowed|saved|reduced|shortened|stopped|shown|told|flagged|given|made|surfaced|revealed|enabled|let|spared|limited|mitigated|persisted|lasted|been (?:\w+ly )?(?:useful|helpful|safe\b|safer|enough|sufficient|correct|better|best|nice|good|avoid|prevent|caught|detect|possible|faster|quicker|sooner|easier|ideal|notic|spotted|shorter|smaller|less|preferable|mitigat|limited|alerted)\w*)\b/ },
      { find: /\bwould(?: not|n't)?(?: have|'ve) \w+/, needs: /\b(?:if (?:we|they|the|this|that|our|it|<person>|<role>|someone|only|there)|had (?:we|they|the|this|our|it|there|someone|<person>)|unless|without|with (?:a|better|more))\b/, unless: /\bif you\b|\bwould have had to\b/ },
      { find: /\b(?:if (?:we|they|only|someone|somebody|the <role>|<person>) (?:had|'d)\b|if (?:we|they)'d\b|had (?:we|they|someone|somebody|the <role>|<person>|this been|it been|there been)\b)/, unless: /\bif (?:we|they) had (?:to|a|an|any|the) (?!\w+ed\b)/ },
      { find: /\bwould \S+ (?:\S+ ){0,6}have (?:allowed|prevented|avoided|helped|caught|detected)\b/ },
      { find: /\b<human>(?: \S+){0,3} (?:failed|neglected|omitted) to \w+/, unless: /\bfailed to (?:load|connect|start|log ?in|access|reach|fetch|download)\b/ },
      { find: /\b(?:failed to|failure to|failing to) (?:notice|reali[sz]e|consider|anticipate|communicate|escalate|document|account for|foresee|appreciate|recogni[sz]e|inform|understand|follow (?:the|our|a|procedure|process|up)|act on|take into account|test|review|plan)\b/ },
      { find: /\bfailure to (?:appropriately|properly|adequately|correctly|sufficiently)\b/ },
      { find: /\b(?:nobody|no one|none of us|no-one) (?:had |has |ever )?(?:checked|tested|asked|reviewed|verified|questioned|told|thought|bothered|documented|updated|monitored|considered|looked)\b/ },
      { find: /\b(?:instead of|rather than) \w+ing (?:an? |the |our )?(?:appropriate|proper|correct|right|documented|standard|official|usual|established)\b/ },
      { find: /\bcould(?: \w+ly)?(?: have|'ve) been\b[^.;:!?]{0,60}\b(?:earlier|sooner|faster|quicker|more quickly)\b/ },
      { find: /(?:\bnot|n't|\bnever) (?:\S+ ){0,4}(?:(?:soon|early|fast|quickly) enough|in time) to (?:prevent|avoid|stop|catch|limit)\b/, unless: /\b(?:relays?|breakers?|autoscal\w+|throttl\w+|limiters?|caches?|servers?|nodes?|pods?|instances?|scripts?|jobs?) (?:did|was|were|could|do|does)(?: not|n't)\b/ },
      { find: /\b(?:because|as|since) (?:we|they|<role>|<person>) (?:have|had|did)(?: not|n't) (?:\w+ly |yet |ever )?(?:test|check|verif|review|document|monitor|consider|plan|rehears|practi)\w*/ },
      { find: /(?<=\b(?:we|they|i|<role>|<person>)\b[^.;:!?]{0,120} )without (?:first |even |ever )?(?:checking|testing|reviewing|verifying|reading|asking|telling|consulting|rehearsing)\b/, unless: /\b(?:can|could|may|able to|allows?|so that|should) (?:\S+ ){0,8}without\b/ },
    ],
    de: [
      { find: /\b(?:hätte|hätten|hättest)\b[^.;:!?]{0,140}\b(?:sollen|müssen|können|dürfen)\b/ },
      { find: /\b(?:hätte|hätten)\b[^.;:!?]{0,140}\b(?:verhindert|vermieden|verhindern|vermeiden|bemerkt|erkannt|entdeckt|geholfen|gewarnt|verkürzt|begrenzt|gezeigt|ermöglicht|erspart|alarmiert|gereicht|genügt|aufgedeckt)\b/ },
      { find: /\b(?:wäre|wären)\b[^.;:!?]{0,140}\b(?:vermeidbar|verhindert|vermieden|aufgefallen|nicht passiert|nicht geschehen|nicht aufgetreten|nicht eingetreten|möglich gewesen|besser gewesen|hilfreich gewesen|nötig gewesen|nützlich gewesen|sinnvoll gewesen|schneller|früher|bemerkt worden|erkannt worden|entdeckt worden|verhindert worden|vermieden worden|kürzer)\b/ },
      { find: /\b(?:wenn|falls|hätten|hätte) (?:wir|man|das team|jemand|sie|er|der|die|das|<person>)\b[^.;:!?]{0,140}\b(?:hätte|hätten|wäre|wären)\b/ },
      { find: /\b(?:hätten|hätte) (?:wir|man|das team|jemand|<person>)\b/ },
      { find: /\b(?:versäumt|versäumte|versäumten|unterlassen|unterließ|unterließen|verabsäumt)\b/ },
      { find: /\b(?:niemand|keiner) (?:hat |hatte )?(?:\S+ ){0,4}(?:geprüft|prüfte|getestet|testete|gefragt|fragte|überprüft|kontrolliert|nachgesehen|hinterfragt)\b/ },
      { find: /\b(?:vermeidbar gewesen|vermeidbarer ausfall|war vermeidbar)\b/ },
    ],
  },
};
