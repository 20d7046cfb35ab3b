import { PAGERDUTY_ACTIONS, SRE_WORKBOOK } from '../sources.ts';
import type { LintRule } from '../rule.ts';

/** What stands before the verb of an action: a label, an owner, a modal. */
const LEAD_EN = '(?:^|^.{0,40}?(?:: |\\] |\\) | - | – ))(?:(?:we|i|teams?|<role>|leads|<person>)(?: \\w+)? (?:should|will|must|need to|have to|to|could|plan to|want to|may)(?: also)? |(?:also|todo|to do|please|then|and) )*';
const en = (verbs: string): RegExp => new RegExp(`${LEAD_EN}(?:${verbs})`);

/** Something one can see done: a date, a number, a place for the answer. */
const DONE_EN = /\b(?:by (?:end of|the end|monday|tuesday|wednesday|thursday|friday|q[1-4]|\d|january|february|march|april|may|june|july|august|september|october|november|december)|(?:from|to|below|above|under|within|at least|at most|less than|more than) \d+|and (?:fix|implement|write (?:up|down)|document the (?:result|outcome|answer|finding)s?|report|add|decide)\b|write (?:up )?the (?:result|answer|finding)s?|decide (?:by|until)|<= ?\d|>= ?\d|[<>] ?\d)/;
const DONE_DE = /\b(?:bis (?:zum |ende |montag|dienstag|mittwoch|donnerstag|freitag|kw|q[1-4]|\d|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)|(?:auf|unter|über|innerhalb von|binnen|mindestens|höchstens|weniger als) \d+|und (?:beheben|umsetzen|dokumentieren|berichten|ergänzen|einbauen)|[<>] ?\d)/;

/** The same for the titles of actions (`model/action-lint.ts`), in lower case. */
export const SEEN_DONE: readonly RegExp[] = [DONE_EN, DONE_DE];

export const VAGUE_ACTION: LintRule = {
  id: 'vague-action',
  title: 'An action without an end',
  message: 'Nobody can tell when this is done.',
  reason: 'Actions that say “improve”, “investigate” or “be careful” stay open until they are forgotten, or are closed without an effect. A good one has a verb with an end, a thing it changes, an owner, a date, and a way to see that it works.',
  sources: [PAGERDUTY_ACTIONS, SRE_WORKBOOK],
  severity: 'info',
  headings: true,
  questions: {
    en: ['Which role does what by when, and how will one see that it is done?'],
    de: ['Welche Rolle tut was bis wann, und woran sieht man, dass es getan ist?'],
  },
  patterns: {
    en: [
      { place: 'action', find: en('investigat(?:e|ing)\\b'), unless: DONE_EN, ask: 'Which question is to be answered, where does the answer go, and by when?' },
      { place: 'action', find: en('(?:(?:spike|create|raise|open|add) (?:a |an )?(?:ticket |story |spike |issue )?(?:into |to |for )(?:\\S+ ){0,2})?(?:look(?:ing)? (?:into|at|for)|explor(?:e|ing)|consider(?:ing)?(?! that)|think(?:ing)? about|discuss(?:ed|ing)?|evaluat(?:e|ing)|assess(?:ing)?|examine|research|study|analy[sz]e|review(?:\\/\\w+|ing)?|understand(?:ing)? (?:why|how|what)|(?:\\w+ and )think about|revisit(?:ing)?|rethink)\\b'), unless: DONE_EN, ask: 'Which decision comes out of this, who takes it, and by when?' },
      { place: 'action', find: /^spike\b.*\b(?:review|understand|investigate|look into|explore)\b/, unless: DONE_EN },
      { place: 'action', find: en('(?:(?:\\w+ and )?improv(?:e|ing)|enhanc(?:e|ing)|optimi[sz](?:e|ing)|strengthen|streamline|diversify|better|get better)\\b|(?:(?:add|set ?up|write|establish|create|build|implement|define|develop|introduce|have|do)(?:ing)? )?(?:an? )?(?:more|better|improved) (?:[\\w-]+ ){0,3}(?:careful|aware|robust|resilient|reliable|monitoring|alarms?|alert(?:s|ing)|testing|tests?|training|documentation|docs|communication|visibility|proactive|consistent|process|strategy|review|checks|governance|logging|metrics|dashboards?)\\b|tidy up|increased? (?:awareness|visibility|reliability|resilience|robustness)|raise awareness|harden'), unless: DONE_EN, ask: 'What is added or changed, and by which number does one see that it is better?' },
      { find: /\b(?:be|being) more (?:careful|aware|vigilant|diligent|attentive|cautious|mindful|proactive)\b/, ask: 'Which check, tool or default would make care unnecessary here?' },
      { find: /\b(?:we|i|team|<role>|<person>) (?:should|will|must|need to|have to|will have to|will need to|are going to|plan to|want to|would like to) (?:all |also |really )?(?:investigate|look into|explore|think about|consider|improve|get better|try to|pay (?:more |closer )?attention|communicate better|be better|take more care|find (?:a (?:better )?way|ways|out))\b/, unless: DONE_EN },
      { find: /\b(?:we|i|team|<person>|<role>) (?:should|must|need to|need|have to|will|want to) (?:also )?(?:be|do|get|become) better\b/, unless: DONE_EN },
      { find: /\bneed to find (?:a )?(?:better )?ways?\b|\bneed (?:a|some) better ways?\b/ },
      // Plans told in prose.
      { find: /\b(?:plan(?:s|ned|ning)?|commit(?:s|ted)?|intends?|promis(?:es|ed))\b (?:to )?(?:(?:implement|make|introduce|take|add|multiple|several|various|further|additional|more|many|some|a number of) ){1,3}(?:improvements?|enhancements?|measures|steps|efforts)\b/, unless: DONE_EN },
      { find: /(?<=\b(?:plan|plans|planned|planning|intends?|aims?|promis(?:es|ed)|commit(?:s|ted)) to (?:[^.;:!?]{0,120}(?:, | and ))?)(?:improve|enhance|strengthen|harden|explore|investigate|evaluate|reconsider|rethink)\b/, unless: DONE_EN },
      { find: /\bplans? (?:\w+ )?(?:further |additional |more )?(?:investigations?|enhancements?|improvements?)\b/, unless: DONE_EN },
      { find: /(?<=\b(?:is|are) (?:also |now |currently |actively |working on ){0,2}(?:[^.;:!?]{0,120} and )?)(?:implementing improvements|improving|enhancing|strengthening|reviewing|exploring)\b/, needs: /\b(?:prevent\w*|future|similar|recurrence|recurring|resilience|long-term|in response)\b/, unless: DONE_EN },
      { find: /\b(?:is|are) being improved\b/, unless: DONE_EN },
      { find: /(?<=\b(?:lessons learned|(?:future|prevention|remediation|improvement|long-term) (?:prevention |remediation )?(?:efforts?|plans?|work|initiatives|measures)) (?:\S+ ){0,2}(?:includ\w+|involv\w+|inform) (?:[^.;!?]{0,140} )?)(?:improving|improvements|enhancing|enhancements|strengthening|reviewing|refining|refined|better)\b/, unless: DONE_EN },
      { find: /\b(?:ticket|issue|story|spike|task) (?:was |has been |is )?(?:raised|created|opened|filed) to (?:investigate|explore|look (?:at|into)|review|evaluate|consider)\b/, unless: DONE_EN },
      { find: /\b(?:should|must|needs? to|will) be (?:given|getting) (?:a )?(?:higher|more|greater) (?:priority|attention|focus|care)\b/, unless: DONE_EN },
      { place: 'action', find: en('figur(?:e|ing) out|find (?:a |some |better |a better )?ways?|work on|try(?:ing)? to|attempt to|pay (?:more |closer )?attention|keep an eye|monitor (?:the situation|closely|more)|remind|educate|train (?:everyone|people|all|staff|the team|engineers)|make sure (?:that )?(?:everyone|people|we|all|this|it)|ensure (?:that )?(?:an? )?(?:everyone|people|all|better|more|proper|adequate|this|it|such)|ensure (?:that )?(?:\\S+ ){1,6}(?:is|are) (?:covered|in place|handled|considered|understood)|communicate (?:better|more)|follow up\\b(?! (?:with|by|on #?\\d))'), unless: DONE_EN },
      { place: 'action', find: /^(?:\S+ ){0,2}(?:maybe|perhaps|possibly|ideally)\b/, unless: /\b(?:maybe not|is|was|were)\b/ },
      { place: 'action', find: /^(?:could|might|may|would be (?:good|nice)) \w+/ },
      { place: 'action', find: /\b(?:to think about|would be (?:nice|good|useful) to (?:think|consider|look|explore|investigate))\b/ },
      { place: 'action', find: /\b(?:where possible|as appropriate|as needed|if feasible|when (?:we have )?time|in the future, we)\b/, needs: /^(?:improve|review|consider|investigate|ensure|apply|try)/ },
    ],
    de: [
      { place: 'action', find: /\b(?:verbessern|optimieren|untersuchen|analysieren|anschauen|ansehen|evaluieren|diskutieren|besprechen|überdenken|sensibilisieren|im auge behalten|im blick behalten|beobachten|stärken|nachdenken|hinterfragen|erforschen|ausloten|prüfen|überprüfen|klären|erhöhen|steigern|optimiert werden|verbessert werden|überprüft werden|untersucht werden|geprüft werden)[.!]?$/, unless: DONE_DE },
      { place: 'action', find: /^(?:\w+: )?(?:bessere[rns]?|mehr|erhöhte[rns]?|verbesserte[rns]?|verbesserung|optimierung|untersuchung|sensibilisierung|überprüfung|analyse)\b/, unless: DONE_DE },
      { place: 'action', find: /^(?:\w+: )?(?:prüfen|überprüfen|klären|überlegen|schauen|untersuchen|evaluieren|herausfinden|nachdenken|diskutieren|versuchen|vielleicht|eventuell|ggf\.|gegebenenfalls|evtl\.)\b/, unless: DONE_DE },
      { place: 'action', find: /\b(?:vielleicht|eventuell|möglicherweise|nach möglichkeit|bei gelegenheit|wenn möglich|zeitnah|perspektivisch|mittelfristig)\b/, unless: DONE_DE },
      { find: /\b(?:sorgfältiger|vorsichtiger|aufmerksamer|achtsamer|gewissenhafter) (?:sein|arbeiten|vorgehen|prüfen|handeln|werden|umgehen)\b/, ask: 'Welche Prüfung, welches Werkzeug oder welche Voreinstellung macht Vorsicht hier überflüssig?' },
      { find: /\b(?:wir|das team|<person>|<role>) (?:sollten|müssen|wollen|werden|sollte|muss|wird)\b[^.;:!?]{0,80}\b(?:besser (?:kommunizieren|aufpassen|testen|werden|abstimmen)|mehr (?:testen|aufpassen|achten|kommunizieren)|verbessern|untersuchen|anschauen|nachdenken|überlegen|darauf achten|genauer (?:hinsehen|prüfen))\b/, unless: DONE_DE },
      { place: 'action', find: /\b(?:darauf achten|sicherstellen, dass (?:so etwas|das|dies|alle|jeder)|dafür sorgen, dass (?:so etwas|das|dies|alle|jeder))\b/ },
    ],
  },
};
