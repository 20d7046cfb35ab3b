import { DEKKER, ETSY, PAGERDUTY } from '../sources.ts';
import type { LintRule } from '../rule.ts';

export const JUDGEMENT: LintRule = {
  id: 'judgement',
  title: 'A verdict instead of a description',
  message: 'This judges people, their decisions or their practice, and says not what they did.',
  reason: 'A verdict (“careless”, “inadequate”, “wrongly assumed”) measures yesterday’s act by today’s outcome and tells nobody what to change. Describe what was done, what was known, and what would have to be seen to do otherwise.',
  sources: [DEKKER, ETSY, PAGERDUTY],
  severity: 'warning',
  headings: true,
  questions: {
    en: ['What exactly was done or in place, without the verdict?', 'What did people know at that moment, and what made it look good enough?'],
    de: ['Was genau wurde getan oder war vorhanden, ohne das Urteil?', 'Was war in diesem Moment bekannt, und warum schien es gut genug?'],
  },
  patterns: {
    en: [
      { find: /\b(?:careless(?:ly|ness)?|negligen(?:t|tly|ce)|sloppy|sloppily|sloppiness|reckless(?:ly|ness)?|lazy|lazily|laziness|incompeten(?:t|ce|tly)|irresponsibl[ey]|stupid(?:ly|ity)?|foolish(?:ly)?|na[iï]ve(?:ly)?|thoughtless(?:ly)?|unprofessional(?:ly)?|shoddy|lax|laxly|haphazard(?:ly)?|complacen(?:t|cy)|ill-advised|ill-conceived|inexcusabl[ey]|unacceptabl[ey]|embarrassing(?:ly)?|amateurish|hasty|hastily|inattenti(?:ve|on)|undisciplined|half-?hearted(?:ly)?|irrespons\w+|short-?sighted(?:ly)?|lackluster|lacklustre|overconfiden(?:t|ce))\b/, unless: /\blazy[- ](?:load\w*|evaluat\w*|init\w*|migrat\w*)|\bna[iï]ve (?:bayes|time|datetime|algorithm|implementation|approach)\b/ },
      { find: /\bpoor (?:\w+ )?(?:judge?ment|decisions?|communications?|planning|practices?|handling|coordination|process(?:es)?|testing|choices?|management|discipline|hygiene|execution|preparation|review|oversight|training|design|workmanship|documentation|implementation|leadership|governance)\b/ },
      { find: /\bpoorly[- ](?:written|designed|planned|documented|tested|handled|communicated|executed|configured|implemented|managed|chosen|thought|maintained|reviewed|coordinated|conceived|trained|prepared|considered|organi[sz]ed)\b/ },
      { find: /\b(?:inadequate|insufficient|deficient) (?:\w+ )?(?:planning|testing|tests|review|reviews|preparation|training|communication|process(?:es)?|procedures?|handling|documentation|oversight|care|attention|diligence|validation|consideration|supervision|safeguards|due diligence|coordination|research|verification)\b/ },
      { find: /\b(?:inadequately|insufficiently) \w+ed\b/ },
      { find: /\bimproper(?:ly)? (?:\w+ed|handling|use|usage|configuration|procedures?|testing|\w+ing)\b/ },
      { find: /\b(?:incorrectly|wrongly|erroneously|falsely|mistakenly) (?:assum\w+|configured|done|flagged|concluded|believed|thought|applied|executed|performed|label\w+|entered|handled|assessed|diagnosed|decided|judged|dismissed|classified|attributed|prioriti[sz]ed|specified|estimated|presumed|felt|set up|understood)\b/ },
      { find: /\b(?:assumed|configured|done|flagged|concluded|believed|applied|executed|performed|label+ed|entered|handled|assessed|diagnosed|decided|judged|classified|carried out|set up) (?:incorrectly|wrongly|erroneously|improperly|poorly|badly|carelessly)\b/ },
      { find: /\b(?:incorrect|wrong|bad|false|flawed|faulty|mistaken|invalid|unfounded|terrible|questionable) (?:\w+ )?(?:assumptions?|decisions?|judge?ments?|calls?|choices?|conclusions?|process(?:es)?|procedures?|practices?|beliefs?|thinking|priorit(?:y|ies)|instincts?)\b/, unless: /\b(?:api|function|method|system|procedure|remote|rpc|stored|http|database|client|zombie|unix|linux|child) (?:calls?|process(?:es)?|procedures?)\b/ },
      { find: /\bwithout (?:properly|proper|adequate(?:ly)?|sufficient(?:ly)?|due|appropriate(?:ly)?|thorough(?:ly)?|careful(?:ly)?|enough|correctly) \w+/ },
      { find: /\b(?:lack(?:ed|s|ing)?(?: of)?) (?:proper|adequate|sufficient|due|appropriate|care|discipline|attention|diligence|rigou?r|professionalism|common sense|foresight|competence|ownership|accountability|commitment)\b/ },
      { find: /\b(?:failure|failing) (?:to|of) (?:appropriately|properly|adequately|correctly|sufficiently)\b/ },
      { find: /\b(?:failures?|breakdown|shortcomings?) (?:in|of) (?:the |our |an? |their |internal )*(?:process(?:es)?|judge?ment|leadership|management|discipline|communication|oversight|planning|review|coordination|culture)\b/ },
      { find: /\b(?:organi[sz]ational|management|leadership|communication|oversight|institutional) failures?\b/ },
      { find: /\bshould have known(?: better)?\b/ },
      { find: /\b(?:tired|sleepy|distracted|inexperienced|junior|unqualified|incompetent) (?:\w+ )?<role>\b/ },
      { find: /\bwrong (?:push|press|click) of\b/ },
      { find: /\binstead of \w+ing (?:an? |the |our )?(?:appropriate|proper|correct|right)\b/ },
      { find: /\b(?:did a (?:bad|poor|terrible) job|bad job|dropped the ball|messed up|screwed up|blunder(?:ed|s)?|botched|bungled|cut(?:ting)? corners)\b/ },
    ],
    de: [
      { find: /\b(?:fahrlässig\w*|nachlässig\w*|schlampig\w*|schlamperei|leichtsinnig\w*|leichtfertig\w*|unverantwortlich\w*|unprofessionell\w*|inkompeten\w*|unfähig\w*|faul(?:heit|e|er)?|dumm\w*|dilettantisch\w*|stümperhaft\w*|gedankenlos\w*|unachtsam\w*|unvorsichtig\w*|unüberlegt\w*|überhastet\w*|hastig\w*|voreilig\w*|kopflos\w*|blauäugig\w*|naiv\w*|inakzeptabel\w*|unverzeihlich\w*|sorglos\w*|schludrig\w*)\b/ },
      { find: /\b(?:mangelnde[rnms]?|mangelhafte[rnms]?|unzureichende[rnms]?|ungenügende[rnms]?|schlechte[rnms]?|fehlende[rnms]?) (?:\w+ )?(?:sorgfalt|planung|kommunikation|abstimmung|vorbereitung|disziplin|aufmerksamkeit|prüfung|tests?|dokumentation|einarbeitung|schulung|führung|entscheidung\w*|zusammenarbeit|praxis|praktiken|verantwortung|arbeit|umsicht|prozesse?)\b/, unless: /\bfehlende[rnms]? (?:\w+ )?(?:prüfung|tests?|dokumentation|schulung|abstimmung|entscheidung\w*|prozesse?)\b/ },
      { find: /\b(?:schlecht|mangelhaft|unzureichend|ungenügend|unsauber) (?:geplant|vorbereitet|getestet|geprüft|dokumentiert|kommuniziert|abgestimmt|umgesetzt|ausgeführt|konfiguriert|durchdacht|organisiert|geschult|gewartet|geschrieben)\w*\b/ },
      { find: /\b(?:fälschlich(?:erweise)?|falsch|zu unrecht|irrigerweise|irrtümlich(?:erweise)?) (?:angenommen|eingeschätzt|bewertet|konfiguriert|entschieden|eingestuft|beurteilt|interpretiert|verstanden|bedient|priorisiert|gehandelt|davon ausgegangen)\b/ },
      { find: /\bfalsche[nrms]? (?:annahmen?|entscheidung(?:en)?|einschätzung(?:en)?|schluss|schlüsse|schlussfolgerung(?:en)?|vorgehen|vorgehensweise|reaktion|priorität(?:en)?|überzeugung)\b/ },
      { find: /\b(?:fehlentscheidung(?:en)?|fehleinschätzung(?:en)?|fehlverhalten|missmanagement|organisationsversagen|führungsversagen)\b/ },
      { find: /\bohne (?:die |jede |jegliche |ausreichende |angemessene |nötige |notwendige |gebotene |hinreichende )+(?:\w+ )?(?:sorgfalt|prüfung|tests?|vorbereitung|abstimmung|planung|kontrolle)\b/, unless: /\bohne (?:die|jede|jegliche) (?:prüfung|tests?|abstimmung|kontrolle)\b/ },
      { find: /\bhätte(?:n)? es besser wissen\b/ },
    ],
  },
};
