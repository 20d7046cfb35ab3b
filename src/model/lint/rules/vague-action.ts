import { PAGERDUTY_ACTIONS, SRE_WORKBOOK } from '../sources.ts';
import type { LintRule } from '../rule.ts';

/** Something one can see done: a date, a number, a place for the answer. */
const DONE_EN = /\b(?:by (?:end of|the end|monday|tuesday|wednesday|thursday|friday|q[1-4]|\d|january|february|march|april|may|june|july|august|september|october|november|december)|(?:from|to|below|above|under|within|at least|at most|less than|more than) \d+|and (?:fix|implement|write (?:up|down)|document the (?:result|outcome|answer|finding)s?|report|add|decide)\b|write (?:up )?the (?:result|answer|finding)s?|decide (?:by|until)|<= ?\d|>= ?\d|[<>] ?\d)/;
const DONE_DE = /\b(?:bis (?:zum |ende |montag|dienstag|mittwoch|donnerstag|freitag|kw|q[1-4]|\d|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)|(?:auf|unter|über|innerhalb von|binnen|mindestens|höchstens|weniger als) \d+|und (?:beheben|umsetzen|dokumentieren|berichten|ergänzen|einbauen)|[<>] ?\d)/;

/** An end that is named, or the means. */
const ENDS_EN = new RegExp(`${DONE_EN.source}|^\\W*(?:status:? ?)?done\\b|\\blike to (?:remind|encourage|thank)\\b|\\bby (?!then\\b)\\w+ing\\b`);

const NOT_OURS_EN = new RegExp(`${ENDS_EN.source}|\\bwill (?:not )?(?:see|be able)\\b|\\boften (?:have|need) to\\b|\\bto (?:also )?(?:send|alert|page) |\\b(?:users?|customers?|you) (?:should|will|must|need)\\b`);

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
      // An action that begins so: “Improve X”, “- [ ] team: look into X”, “We should also consider X”.
      { place: 'action', find: "$lead { VAGUE.base >!alert|alerts|is|are|was|were|has|,|. }", unless: new RegExp(`${ENDS_EN.source}|^\\W*to \\w+ [^,]*, (?:you|we|it|the|i|please|a|an)\\b`), ask: 'Which question is to be answered or which number moves, who sees to it, and by when?' },
      { place: 'action', find: '$bare ( finally|by|and|, ){0,3} { VAGUE.ing >!done|is|are|was|were|has|that|:|and|, WORD }', needs: /^(?!\W*(?:attempting|trying|considering that)\b)(?!\W*\w+ing (?:(?!whose|that|which|when|where|because)\S+ ){0,9}(?:is|are|was|were|has|did|didn't|does|doesn't|had|made|caused|helped|meant|led|enables?|allows?|lets|gives?)\b)(?!\W*\w+ing(?: \w+)?[*_]*:)/, unless: ENDS_EN },
      { place: 'action', find: "$lead { ( look|looking into|at|for | =work on|towards|toward | keep|keeping ..2 eye | pay|paying ..2 attention | find|finding ( a|some|better|the|other|new ){0,2} ( way|ways | out >!how|who|whether|which ) | figure|figuring out | follow|following up | follow-up on | raise|raising ..2 awareness | make|making sure | take|taking ..2 care|MEANS | be|being|get|getting|become|do|doing WORD{0,1} better|more|careful|prudent|cautious|mindful|aware|vigilant|proactive | think|thinking ( again|hard|harder|carefully )? about|how|whether | have a look ) }", unless: ENDS_EN, ask: 'Which decision or change comes out of this, who sees to it, and by when?' },
      { place: 'action', find: "$bare { ( MAKE.base|MAKE.ing ( a|an|the|some|our|with|in|have|of ){0,2} )? COMPARED ( ( and | , )? COMPARED )? >!than|LY|PREP|NUM|BE|HAVE|details|information|info|build|builds|load|traffic|queue|latency|error|errors|risk !PREP|BE|HAVE|HAD|DET }", needs: /^(?!\W*(?:(?!for|when|that|if|to|so)\w+ ){2,7}(?:will|would|could|was|were|is|are|did|had|has|caused|made|led)\b)/, unless: ENDS_EN, ask: 'What is added or changed, and by which number does one see that it is better?' },
      { place: 'action', find: "$lead { MAKE.base ( a|an|the|some|our|with|in|have|of ){0,2} COMPARED >!than|NUM|details|information !PREP|BE }", unless: ENDS_EN },
      { place: 'action', find: '$lead { improvement|improvements|enhancement|enhancements|optimization|investigation of|to|in|into|on }', unless: ENDS_EN },
      { place: 'action', find: "^ SIGN|NUM{0,4} ( !to|so|that|which|can|will|be|PREP | , ){1,14} and|& ( LY|also|further )? { BETTER.base } !BE|HAVE|,", unless: ENDS_EN },
      { place: 'action', find: '^ SIGN|NUM{0,3} WORD{0,2} maybe|perhaps|possibly|ideally', unless: /\b(?:maybe not|is|was|were)\b/ },
      { place: 'action', find: /^(?:could|might|may(?! \d)|would be (?:good|nice)) (?!have\b)\w+/ },
      { place: 'action', find: /\b(?:to think about|would be (?:nice|good|useful) to (?:think|consider|look|explore|investigate))\b/ },
      { place: 'action', find: /^(?:spike|create|raise|open|add)\b.{0,40}\b(?:ticket|story|spike|issue)?\b(?:.{0,30}\b(?:to|into) )(?:review|understand|investigate|look into|explore|evaluate|consider)\b|^spike (?:a |an |the )?(?:ticket |usage |use )?(?:into|on|of)\b/, unless: ENDS_EN },
      { place: 'action', find: '^ SIGN|NUM{0,4} WORD{0,3} leads ( to )? review|review/audit', unless: ENDS_EN },
      // Said of oneself, wherever it stands.
      { find: "PEOPLE|NAME ADV? ( should|will|must|shall|'ll|ought | need|needs|have|has|want|wants|plan|plans|intend|intends|hope|aim|like to | are|is|am|'re going|planning|looking|hoping to ) ( also|all|really|still|then|continue|have|to|be|try|start|better|further|LY ){0,4} { VAGUE.base|VAGUE.ing|looking|working >!any|nothing ( into|on|at|to|about )? }", unless: NOT_OURS_EN },
      { find: "PEOPLE|NAME ADV? ( should|will|must|shall|'ll | need|needs|have|want|plan|like|hope to | are|'re going to ) ( also|all|always|really|still|continue|to|LY ){0,3} { ( look into|at | work on|towards|harder | keep ..3 eye | pay ..2 attention | find ( a|some|better|the|other ){0,2} way|ways|out | figure out | make sure | be|do|get|become WORD{0,1} better|more careful|aware|careful|mindful|vigilant|proactive|diligent | be|do|get|become better|careful | take ..2 care|MEANS | think ( again|hard|harder )? about|how|whether | dig ( deeper | into|deeper ) | =follow up ) }", unless: ENDS_EN },
      { find: "<!package|library|application PEOPLE|NAME|must|should ( should|must|will|'ll|need|needs|have|has|ought to? )? ( be|become|remain|stay very|extra|more|really|so{0,2} careful|cautious|mindful|vigilant|diligent )", unless: ENDS_EN, ask: 'Which check, tool or default would make care unnecessary here?' },
      { find: "PEOPLE|NAME should|will|'ll|must|need ( to|also|ADV ){0,2} =test|=check|=review|=read|=verify|=look|=plan|=document|=communicate ..3 more thoroughly|carefully|closely|often|rigorously|clearly", unless: ENDS_EN },
      { find: '( PEOPLE|NAME|really|still|^ ) need|needs|have to =do something about' },
      { place: 'action', find: '( ^ WORD{1,7} could|should be | ^ SIGN|NUM{0,3} =change|=make|=update|=adjust|=rework WORD{1,6} to be ) { COMPARED >!than }', unless: ENDS_EN },
      { place: 'action', find: '^ SIGN|NUM{0,4} LY? WORD and { review|monitor|evaluate|assess|analyze|analyse|investigate|explore|improve } !,', unless: ENDS_EN },
      { find: 'PEOPLE|NAME should|must|need ~10 and also? { consider|evaluate|explore|investigate|reconsider|ensure }', unless: ENDS_EN },
      { place: 'action', find: '$lead { think|thinking again|hard how|about }', unless: ENDS_EN },
      { find: "PEOPLE|NAME have|has|'ve ADV? started|begun BETTER.ing", unless: DONE_EN },
      { find: 'need|needs more|better|further ( WORD and )? thought|care|attention|thinking|discussion|investigation|work', unless: ENDS_EN },
      { place: 'action', find: '$lead { talk|talking|speak|speaking to|with ..8 about|whether|how }', unless: ENDS_EN },
      { place: 'action', find: "PEOPLE|NAME are|'re|am ( also|now|currently|actively|still ){0,2} { =work on >!DET ING }", unless: ENDS_EN },
      { find: /\b(?:be|being) more (?:careful|aware|vigilant|diligent|attentive|cautious|mindful|proactive)\b/, ask: 'Which check, tool or default would make care unnecessary here?' },
      { find: 'PEOPLE|note|also|and|NAME ( should|do|really )? need|needs|require|want DET? ( to =have|=find )? DET? COMPARED|better !PREP', unless: ENDS_EN },
      { find: 'need|needs|require|requires ( more|further|better|ADV|LY ){0,3} VAGUE.ing|investigation', unless: new RegExp(`${ENDS_EN.source}|^\\W*(?:if|when|once|whenever)\\b`) },
      { find: 'looking|look for ways|opportunities to', unless: ENDS_EN },
      { find: 'need|needs|have to find ( a|some )? better? way|ways', unless: ENDS_EN },
      { place: 'action', find: '^ SIGN|NUM{0,4} WORD{1,4} and think|thinking about' },
      { find: 'should|must|will|needs|need|to ADV? to? be ADV|LY{0,2} improved|enhanced|optimized|optimised|strengthened|investigated|explored|evaluated|assessed|revisited|reviewed|discussed|monitored|rethought|examined|analyzed|analysed|increased|hardened >!by|before|on', needs: 'should|must|will|needs|need ADV? to? be', unless: ENDS_EN },
      { find: 'should|must|needs|need|will to? be given|getting a? higher|more|greater|better priority|attention|focus|care', unless: ENDS_EN },
      // Plans told in prose.
      { find: 'plan|plans|planning|planned|=commit|intends|=promise|aims|working to? ( implement|make|introduce|take|add|multiple|several|various|further|additional|more|many|some|a|number|of|on ){1,4} MEANS|investigation', unless: DONE_EN },
      { find: 'plan|plans|planning|planned|intends|promised|promises|committed|commits|aims|hopes to ( ~40 and|, )? ( LY | and ){0,3} { BETTER.base }', unless: DONE_EN },
      { find: 'committed|commits|commitment to ( LY | and ){0,3} { BETTER.ing }', unless: DONE_EN },
      { find: 'plans|planned|planning ( a|an|the )? more|better|stricter|improved|stronger WORD', unless: DONE_EN },
      { find: 'plan|plans|planning ( further|additional|more ){0,2} investigation|investigations|enhancements|improvements', unless: DONE_EN },
      { find: "is|are|'re ( also|now|currently|actively|working|on ){0,3} ( ~16 and is? )? { BETTER.ing|reviewing|implementing >!by ( improvements )? }", needs: /\b(?:prevent\w*|future|similar|recurrence|recurring|resilience|long-term|in response|again)\b/, unless: DONE_EN },
      { find: /\b(?:is|are) being improved\b/, unless: DONE_EN },
      { find: 'lessons|improvements|changes|efforts|plans|plan|work|initiatives|measures|actions|steps ..2 =include|=involve ( ~20 and|, )? LY? { VAGUE.ing|better|improved|enhanced|improvements|enhancements }', unless: DONE_EN },
      { find: /\b(?:ticket|issue|story|spike|task) (?:was |has been |is )?(?:raised|created|opened|filed) to (?:investigate|explore|look (?:at|into)|review|evaluate|consider)\b/, unless: DONE_EN },
      { place: 'action', find: '^ SIGN|NUM{0,4} ( make|making certain that|to | further|additional|more|extensive testing|investigation|analysis|research|work|discussion|review|training|monitoring|documentation )', unless: ENDS_EN },
      { find: 'will|should|must|need to look|dig|look deeper into DET|how|why|whether|what', unless: new RegExp(`${ENDS_EN.source}|\\b(?:you|users?|customers?)\\b`) },
      { find: "will|'ll also? ( be | continue to be | continue ){0,1} pursuing|exploring|expanding|increasing|pursue|expand|strengthen additional|further|more|our|the|better|its", unless: ENDS_EN },
      { find: 'need|needs|should|must|has|have to? be ( done | made | handled | discussed | tested | communicated | coordinated | documented ) ADV? more|better LY|carefully|resilient|robust|reliable|thoroughly|clearly|often|closely', unless: ENDS_EN },
      { find: 'need|needs|should|must to? be better discussed|tested|communicated|coordinated|documented|understood|monitored|planned|prepared|tracked', unless: ENDS_EN },
      { place: 'action', find: '^ SIGN|NUM{0,4} ( status COLON? WORD )? make it easier|simpler|harder|faster|clearer', unless: ENDS_EN },
      { place: 'action', find: '^ SIGN|NUM{0,4} =spread|=share ..10 { better|knowledge|awareness }', unless: ENDS_EN },
      { place: 'action', find: /\b(?:could|would|might) be (?:a |an )?(?:good|nice|useful|worthwhile) (?:follow-? ?up|idea|improvement|next step|addition)\b/, unless: ENDS_EN },
    ],
    de: [
      { place: 'action', find: /\b(?:verbessern|optimieren|untersuchen|analysieren|anschauen|ansehen|evaluieren|diskutieren|besprechen|überdenken|sensibilisieren|im auge behalten|im blick behalten|beobachten|stärken|nachdenken|hinterfragen|erforschen|ausloten|prüfen|überprüfen|klären|erhöhen|steigern|optimiert werden|verbessert werden|überprüft werden|untersucht werden|geprüft werden)[.!]?$/, unless: DONE_DE },
      { place: 'action', find: /^(?:\w+: )?(?:bessere[rns]?|mehr|erhöhte[rns]?|verbesserte[rns]?|verbesserung|optimierung|untersuchung|sensibilisierung|überprüfung|analyse)\b/, unless: DONE_DE },
      { place: 'action', find: /^(?:\w+: )?(?:prüfen|überprüfen|klären|überlegen|schauen|untersuchen|evaluieren|herausfinden|nachdenken|diskutieren|versuchen|vielleicht|eventuell|ggf\.|gegebenenfalls|evtl\.)\b/, unless: DONE_DE },
      { place: 'action', find: /\b(?:vielleicht|eventuell|möglicherweise|nach möglichkeit|bei gelegenheit|wenn möglich|zeitnah|perspektivisch|mittelfristig)\b/, unless: DONE_DE },
      { find: /\b(?:sorgfältiger|vorsichtiger|aufmerksamer|achtsamer|gewissenhafter) (?:sein|arbeiten|vorgehen|prüfen|handeln|werden|umgehen)\b/, ask: 'Welche Prüfung, welches Werkzeug oder welche Voreinstellung macht Vorsicht hier überflüssig?' },
      { find: /\b(?:wir|das team|<person>|<role>) (?:sollten|müssen|wollen|werden|sollte|muss|wird)\b[^.;:!?]{0,80}\b(?:besser (?:kommunizieren|aufpassen|testen|werden|abstimmen)|mehr (?:testen|aufpassen|achten|kommunizieren)|verbessern|untersuchen|anschauen|nachdenken|überlegen|darauf achten|genauer (?:hinsehen|prüfen))\b/, unless: DONE_DE },
      { place: 'action', find: /\b(?:darauf achten|sicherstellen, dass (?:so etwas|das|dies|alle|jeder)|dafür sorgen, dass (?:so etwas|das|dies|alle|jeder))\b/ },
      { place: 'action', find: /\bsicher(?:zu)?stellen\b/, unless: DONE_DE },
      { place: 'action', find: /^(?:\w+: )?(?:regelmäßige|stärkere|engere|gründlichere|strengere|sorgfältigere)[rns]? (?:\w+ )?\w*(?:prüfung|überprüfung|kontrolle|kontrollen|reviews?|schulung|schulungen|tests?|abstimmung|zusammenarbeit|überwachung)\b/, unless: DONE_DE },
      { place: 'action', find: 'MUSS ..10 VAGUE', unless: DONE_DE },
      { place: 'action', find: /\b(?:genauer|besser|stärker|mehr|gründlicher) (?:hinschauen|hinsehen|aufpassen|achten|kommunizieren|testen|prüfen|überwachen)\b/, unless: DONE_DE },
      { place: 'action', find: /\bwir arbeiten (?:\w+ )?daran\b/, unless: DONE_DE },
      { find: /\b(?:vorkehrungen|maßnahmen) (?:zu (?:treffen|ergreifen)|treffen|ergreifen)\b/, unless: DONE_DE },
      { place: 'action', find: /\b(?:verbessern|optimieren|stärken|erhöhen|steigern|überprüfen|prüfen|untersuchen|evaluieren), um\b/, unless: DONE_DE },
      { place: 'action', find: /\b(?:sollten?|müssen|muss|soll|sollen|brauchen|benötigen)\b[^.;:!?]{0,60}\b(?:besser(?:e[nrms]?)?|höhere[nrms]? priorität|mehr aufmerksamkeit|genauer|sorgfältiger|stärker)\b/, unless: DONE_DE },
      { find: /\bauf den prüfstand\b/, unless: DONE_DE },
      { place: 'action', find: /\b(?:anschauen|ansehen|anzusehen|überlegen|nachdenken|prüfen|untersuchen), (?:wie|ob|was|warum|welche\w*)\b|\b(?:genauer|gründlicher|besser) (?:hingeschaut|hingesehen|geprüft|getestet|kommuniziert|überwacht|geplant)\b/, unless: DONE_DE },
    ],
  },
};
