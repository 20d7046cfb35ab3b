import { DEKKER, ETSY, HOWIE } from '../sources.ts';
import type { LintRule } from '../rule.ts';

/** The passive is fine where the sentence says who. */
const AGENT_EN = /\b(?:decided|agreed|deemed|judged|assumed|presumed|believed|thought|felt|considered|dismissed|suspected|made|taken|chosen|postponed|deferred|approved|accepted|prioriti[sz]ed|concluded)(?: (?!caused|triggered|created|broken|introduced|driven)\w+)? by (?!mistake|accident|default|using|\w+ing\b|\d)/;
const AGENT_DE = /\b(?:wurden?|worden|wird) (?:\S+ ){0,6}(?:vom|von|durch) (?!dort|hier|\d|\S*\d)/;
const MACHINE_EN = /\b(?:will be|would be|is|are|be) considered\b/;

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
      { find: /\b(?:was|were|is|are|been|being) (?:then |also |therefore |thus |not |initially |\w+ly ){0,2}(?:decided|agreed|deemed|judged|presumed|assumed|believed|thought|felt|reasoned|suspected|hoped|depriori[st]i[sz]ed|underestimated|overestimated|concluded)\b/, unless: AGENT_EN },
      { find: /\b(?:was|were|had been) (?:not |also |initially |\w+ly )?(?:expected|anticipated|intended) to (?:be |have )/, unless: /\b(?:expected|anticipated|intended) by (?:the |our )?\w+|\b(?:expected|intended) to be (?:completed?|finished|closed|done|over|resolved|fixed|down|up|back|available)\b/ },
      { find: /\b(?:was|were|had been) (?:also |\w+ly )?anticipated\b/, unless: /\banticipated (?:by|to)\b/ },
      { find: /\b(?:due to|on|based on|under) (?:the |an? )?(?:suspicion|assumption|belief) that\b/, unless: /\b(?:we|they|i|<role>|<person>)\b[^.;:!?]{0,80}\b(?:suspicion|assumption|belief) that\b/ },
      { find: /\b(?:was|were|been) (?:\w+ly )?dismissed as\b/, unless: AGENT_EN },
      { find: /\b(?:was|were|had been|has been) (?:not |also |therefore |then |initially |\w+ly ){0,2}considered (?:to be |as )?\w+/, unless: MACHINE_EN },
      { find: /\b(?:was|were|had been|has been) (?:not |also |therefore |then |\w+ly ){0,2}(?:chosen|postponed|deferred|approved|prioriti[sz]ed|accepted as|opted|selected as|favou?red|rejected as|ruled acceptable|put off)\b/, unless: /\b(?:by (?:the|our|an?|<person>|<role>)|automatically|randomly|request(?:s|ed)?|connections?|leader|primary|node|pr |pull request)\b/ },
      { find: /\b(?:(?:a|the|this|that) )?(?:decision|choice|call|judge?ment) (?:(?:was|is|had been|has been|were) )?(?:made|taken|reached)\b/, unless: AGENT_EN },
      { find: /\bdecision to (?:\S+ ){1,24}?(?:was|were|is) (?:made|taken|reached|delayed|postponed|reversed)\b/, unless: AGENT_EN },
      { find: /(?<=^(?:\W*(?:\d\S*|utc|am|pm|pst|pt|cet|final))*\W*)decision to \w+/, unless: /\b(?:by|of) (?:the |our )?(?:<role>|<person>)\b/ },
      { find: /\b(?:incorrectly|wrongly|mistakenly|erroneously) (?:flagged|classified|label+ed|rated|categori[sz]ed|assessed|treated|identified|diagnosed|judged) as\b/, needs: /\b(?:was|were|been|being)\b/, unless: AGENT_EN },
      { find: /\bthe (?:assumption|belief|thinking|understanding|expectation|consensus|feeling|hope) (?:was|had been|at the time was)\b/ },
    ],
    de: [
      { find: /\b(?:es )?(?:wurde|wurden|ist|war)\b[^.;:!?]{0,120}\b(?:entschieden|beschlossen|angenommen|vermutet|vereinbart|verworfen|zurückgestellt|priorisiert|vertagt|genehmigt|erachtet|befunden|unterschätzt|überschätzt|in kauf genommen|ausgegangen|abgesehen)\b/, unless: AGENT_DE },
      { find: /\b(?:wurde|wurden|worden)\b[^.;:!?]{0,80}\b(?:als|für) (?:\S+ ){1,4}(?:eingestuft|bewertet|erachtet|gehalten|befunden|betrachtet|angesehen|eingeschätzt)\b/, unless: AGENT_DE },
      { find: /\b(?:die|eine) entscheidung (?:wurde (?:\S+ ){0,3}(?:getroffen|gefällt)|fiel)\b/, unless: AGENT_DE },
      { find: /\b(?:entschied|beschloss|glaubte|dachte|vermutete|hielt|verließ|nahm|ging|verzichtete|einigte) (?:sich )?man\b/ },
      { find: /\bman (?:entschied|beschloss|glaubte|dachte|vermutete|hielt|verließ sich|nahm an|ging davon aus|verzichtete|einigte sich|war der meinung|war überzeugt|hoffte)\b/ },
      { find: /\bwurde\b[^.;:!?]{0,80}\b(?:darauf )?verzichtet\b/, unless: AGENT_DE },
    ],
  },
};
