import { DEKKER, ETSY, HOWIE } from '../sources.ts';
import type { LintRule } from '../rule.ts';

/** The passive is fine where the sentence says who. */
const AGENT_EN = /\b(?:decided|agreed|deemed|judged|assumed|presumed|believed|thought|felt|considered|dismissed|suspected|made|taken|chosen|postponed|deferred|approved|accepted|prioriti[sz]ed|concluded)(?: (?!caused|triggered|created|broken|introduced|driven)\w+)? by (?!mistake|accident|default|using|\w+ing\b|\d)|\b(?:decided|agreed|deemed|judged|assumed|believed|thought|considered|made|taken|chosen|approved|accepted|postponed|deferred)\b[^.;:!?]{0,60} by (?:the |our |an? |all )?(?:\w+ )?(?:<role>|<person>|us\b|them\b|community|management|maintainers)/;
const AGENT_DE = /\b(?:wurden?|worden|wird) (?:\S+ ){0,6}(?:vom|von|durch) (?!dort|hier|\d|\S*\d)/;
/** Not thought of: hindsight, not a decision. */
const UNCONSIDERED_EN = new RegExp(`${AGENT_EN.source}|(?:\\bnot|n't|\\bnever)(?: been)? (?:\\w+ )?considered(?:\\W*$|[.,;]| (?:when|in|during|at|before|because|while|for|and|until)\\b)`);

/** A decision that is somebody's, or that somebody made. */
const AGENT_OR_OWNER_EN = /\b(?:decision|decisions|choice|call|judge?ment)(?: \S+){0,12} by (?:the |our |a |an )?(?!mistake|accident|default|using|\w+ing\b|\d)\w|\b(?:our|their|his|her|my|your|<person>'s|\w+'s) (?:\w+ ){0,2}(?:decision|choice|call)|\b(?:we|i|they|he|she|team|teams|engineers?|management|<role>|<person>)\b(?: \S+){0,4} (?:made|make|took|take|reached|makes|taking|making|revisit\w*|faced) (?:\S+ ){0,3}(?:decision|decisions|choice|call)\b|\b(?:will|must|should|can|to) be (?:a |the )?decision\b|\bsection (?:\S+ ){0,10}decisions\b|\bactions taken,? (?:and )?decisions made\b|\bdecision[- ](?:trees?|mak\w+|support|log)\b/;

export const HIDDEN_DECISION: LintRule = {
  id: 'hidden-decision',
  title: 'A decision without anyone who made it',
  message: 'A decision or judgement stands here without who made it, and on what grounds.',
  reason: 'What people decided, knew and weighed is what others learn most from. The passive hides it, and hides as well that somebody had to decide. Name the role, what it knew then, and what the alternatives were.',
  sources: [DEKKER, ETSY, HOWIE],
  severity: 'info',
  headings: false,
  questions: {
    en: ['Which role decided this, on what grounds, and what were the alternatives?', 'What was known at that moment?'],
    de: ['Welche Rolle hat das entschieden, aus welchen Gründen, und welche Alternativen gab es?', 'Was war in diesem Moment bekannt?'],
  },
  patterns: {
    en: [
      { find: /\b(?:it )?(?:is|was|has been|had been) (?:then |also |therefore |thus |eventually |initially |finally |quickly |\w+ly )?decided (to|that|not to)\b/, unless: AGENT_EN, replace: ['[role] decided $1'] },
      { find: "<!will|would|can|could|may|might|should|must|to was|were|is|are|been|being|got|'s ( ADV | LY | NEG | at | the | time ){0,4} DECIDE.en >!ready|healthy|unhealthy|failed|dead|valid|invalid|stale|done|complete|successful|up|down|safe|more|less|later|newer|older|equal|part", unless: UNCONSIDERED_EN },
      { find: "was|were|been ( ADV | LY | NEG ){0,3} FORESEE.en|estimated to|that", unless: /\b(?:expected|anticipated|hoped|estimated) by (?:the |our )?\w+|\b(?:expected|intended|estimated) to (?:run|repeat|be (?:completed?|finished|closed|done|over|resolved|fixed|down|up|back|available|online|live)|finish|end|last|take|complete|start)\b|\b(?:would|than|as) (?:\w+ )?(?:be )?(?:expected|anticipated)\b/ },
      { find: /\b(?:was|were|had been) (?:also |not |\w+ly )?(?:anticipated|hoped)\b/, unless: /\b(?:anticipated|hoped) (?:by|to)\b|\b(?:not|n't) (?:\w+ )?(?:anticipated|expected)\b/ },
      { find: "was|were|been|being ( ADV | LY | NEG ){0,3} CHOOSE.en|agreed|selected|picked|put >!by", unless: /\b(?:by (?:the|our|an?|<person>|<role>)|automatically|randomly|request(?:s|ed)?|connections?|leader|primary|node|nodes|pr |prs|apps?|pull|login|token|session|traffic|transactions?|blocks?|payments?|packets?|queries|messages?|rejected (?:by|with|due)|put (?:at|in|into|on|to|back|onto|through|together|under|together)|picked|votes?|selected (?:in|on|for)|accepted (?:by|into|in))\b/ },
      { find: 'idea|ideas|option|options|proposal|approach|recommendation|suggestion|alternative|alternatives ~14 was|were|been|and|but ( ADV | LY ){0,2} rejected|dismissed|discarded|discounted|abandoned', unless: AGENT_EN },
      { find: '^ ADV? ING ~16 was|were ( ADV | LY ){0,2} rejected|dismissed|discarded|postponed|deferred', unless: AGENT_EN },
      { find: 'risk|risks|tradeoff|trade-off|downtime|delay was|were ( ADV | LY ){0,2} accepted|tolerated', unless: AGENT_EN },
      { find: 'was|were|been ( ADV | LY ){0,2} dismissed as', unless: AGENT_EN },
      { find: '<!PEOPLE|NAME|BE|who|that|been believed|thought|assumed|presumed|suspected|deemed|considered|felt|judged to be|have|mean|occur', unless: /\b(?:we|i|they|he|she|team|engineers?|<person>|<role>) (?:\w+ )?(?:believed|thought|assumed|presumed|suspected|deemed|considered|felt|judged)\b/ },
      { find: '^ SIGN|NUM{0,3} initially|originally|first|previously|wrongly|incorrectly thought|believed|assumed|suspected|considered|diagnosed to|as|that|it|this|be', unless: AGENT_EN },
      { find: "( ^ NUM? | on|under|to|by|from|with|of|in|is|was|given|despite|after|against|around|upon | <!give|gave|gives|giving|PEOPLE|had|have|make|made|making the|an|a ) ( the|an|a )? ( !PREP|DET|PEOPLE|BE|HAVE|=give|=make | SIGN ){0,3} { assumption|suspicion|belief|expectation|understanding|impression|presumption that|was|were }", unless: /\b(?:we|they|i|<role>|<person>|our|their|my|his|her)\b[^.;:!?]{0,80}\b(?:suspicion|assumption|belief|impression|understanding|expectation)\b/ },
      { find: /\b(?:the|an?|initial|first|early|working|prevailing|common|general|original|prior|misleading|wrong|false|incorrect) (?:\w+ )?(?:assumption|belief|thinking|understanding|expectation|consensus|feeling|hope|idea|suspicion|thought)s? (?:(?:was|were|had been|at the time was|suggested|pointed|focused|fell|is)\b|:)/, unless: /\bthe (?:team|engineers?)'s? (?:assumption|belief)/ },
      { find: '( decision|decisions|agreement|judgment|judgement | DET|ADV ( LY|difficult|hard|tough|final )? choice|call ) ( was|is|were|had|has|have ( been )? ADV|LY{0,2} )? made|taken|reached|delayed|postponed|reversed', unless: AGENT_OR_OWNER_EN },
      { find: 'decision|decisions ( ( to WORD{1,24} | WORD{0,2} | on WORD{1,8} | about WORD{1,8} ) was|were|is|had|has|have ADV|LY{0,2} ( been )? made|taken|reached|delayed|postponed|reversed )', unless: AGENT_OR_OWNER_EN },
      { find: '^ ( NUM | : | - | – | * | utc|am|pm|pst|pt|cet|est|edt|pdt|gmt|final|the ){0,12} { decision to WORD }', unless: AGENT_OR_OWNER_EN },
      { find: "<!POSS|'s|NAME|=make|=take a|the|this WORD? ( original|initial|early|earlier|conscious|deliberate|design|previous )? decision|choice to WORD", unless: AGENT_OR_OWNER_EN },
      { find: "was|were|been|being ( ADV | LY ){0,2} ILLS|BYWRONG LABEL.en as", unless: AGENT_EN },
      { find: "was|were|been ( ADV | LY | NEG ){0,2} treated|classified|categorized|categorised|labelled|labeled|triaged|regarded|seen|viewed|perceived as ADV|LY? ( DET )? low|lower|non-urgent|minor|urgent|normal|harmless|safe|acceptable|unlikely|negligible|unimportant|noise|benign|expected|priority|critical|high|a|an|necessary", unless: AGENT_EN },
      { find: 'was|were|been ( ADV | LY | NEG ){0,2} given|set ( a|an )? low|lower|high|higher|no priority', unless: AGENT_EN },
    ],
    de: [
      { find: /\b(?:es )?(?:wurde|wurden|ist|war)\b[^.;:!?]{0,120}\b(?:entschieden|beschlossen|angenommen|vermutet|vereinbart|verworfen|zurückgestellt|priorisiert|vertagt|genehmigt|erachtet|befunden|unterschätzt|überschätzt|in kauf genommen|ausgegangen|abgesehen)\b/, unless: new RegExp(`${AGENT_DE.source}|\\bals (?:zunächst |ursprünglich |anfangs )?(?:angenommen|vermutet)\\b`) },
      { find: /\b(?:wurde|wurden|worden)\b[^.;:!?]{0,80}\b(?:als|für) (?:\S+ ){1,4}(?:eingestuft|bewertet|erachtet|gehalten|befunden|betrachtet|angesehen|eingeschätzt)\b/, unless: AGENT_DE },
      { find: /\b(?:die|eine) entscheidung (?:wurde (?:\S+ ){0,3}(?:getroffen|gefällt)|fiel)\b/, unless: AGENT_DE },
      { find: /\b(?:entschied|beschloss|glaubte|dachte|vermutete|hielt|verließ|nahm|ging|verzichtete|einigte) (?:sich )?man\b/ },
      { find: /\bman (?:entschied|beschloss|glaubte|dachte|vermutete|hielt|verließ sich|nahm an|ging davon aus|verzichtete|einigte sich|war der meinung|war überzeugt|hoffte)\b/ },
      { find: /\bwurde\b[^.;:!?]{0,80}\b(?:darauf )?verzichtet\b/, unless: AGENT_DE },
      { find: /\b(?:kam|kamen|entstand|bestand) (?:\S+ ){0,3}(?:verdacht|vermutung|eindruck|annahme)\b/ },
      { find: /\b(?:unter|in|mit) der (?:\w+ )?(?:annahme|überzeugung|erwartung|vermutung)\b/, unless: /\b(?:wir|ich|das team|<role>|<person>)\b[^.;!?]{0,60}\b(?:annahme|überzeugung|erwartung|vermutung)\b/ },
      { find: 'man ..9 HELD' },
      { find: /\b(?:gilt|galt|gelten|galten) (?:\S+ ){0,3}als\b/ },
      { find: /\bentscheidung\b[^.;!?]{0,120}\b(?:getroffen|gefällt|gefallen)\b/, unless: new RegExp(`${AGENT_DE.source}|\\b(?:wir|ich|<person>|das team|<role>)\\b`) },
      { find: /\b(?:wurde|wurden)\b[^.;!?]{0,100}\b(?:gewählt|abgelehnt|akzeptiert|geduldet|bevorzugt|aufgeschoben)\b/, unless: new RegExp(`${AGENT_DE.source}|\\b(?:leader|primary|nummer|rufnummer|vorsitz\\w*)\\b`) },
      { find: /\b(?:wurde|wurden)\b[^.;!?]{0,80}\bauf (?:den|die|das|einen|eine|später|nächste\w*|morgen|montag|dienstag|mittwoch|donnerstag|freitag|kommende\w*)\b[^.;!?]{0,40}\bverschoben\b/, unless: AGENT_DE },
      { find: /\b(?:wird|wurde|werden|wurden) (?:\S+ ){0,2}(?:für|als) (?:\S+ ){1,8}(?:gehalten|angesehen|betrachtet)\b/, unless: AGENT_DE },
    ],
  },
};
