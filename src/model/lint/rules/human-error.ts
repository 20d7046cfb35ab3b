import { COOK, DEKKER, ETSY } from '../sources.ts';
import type { LintRule } from '../rule.ts';

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
      { find: /\b(?:human|operator|pilot|administrator|admin|engineer|developer|manual|people|personnel)[- ](?:errors?|mistakes?|slips?|oversights?)\b|\bhuman (?:\w+ )?(?:errors?|failures?)\b|\bmanual \w+ (?:error|mistake)s?\b|\b(?:procedural|clerical|operational|judge?ment|typing|typographical|copy[- ]?paste)[- ](?:error|mistake)s?\b|\berrors? (?:of|in) judge?ment\b|\buser error\b(?! (?:messages?|rates?|pages?|codes?|reports?|logs?))/, unless: /\b(?:prevent\w*|avoid\w*|reduc\w*|minimi[sz]\w*|eliminat\w*|mitigat\w*|against|risk of|likelihood of|such as|including|(?<!more |looks |looked |seems |sounds )like|chances? of|range of|factors?:|potential(?: for)?|common|prone to|without|less|no|any|never|arise from) (?:\S+ ){0,14}(?:human|operator|user|manual)[- ](?:errors?|mistakes?|failures?)\b/ },
      { find: /\b(?:by mistake|by accident)\b/ },
      { find: 'ACT.ed|ACT.en|sent|made|taken|shared { in error >!state|status|rate|rates|handling|messages|logs|log|count|response|responses }' },
      { find: 'was|is|were ADV|LY|all{0,2} an accident', unless: /\bnot an accident\b/ },
      { find: "=do|did|doing it|this|that ADV? wrong", unless: /\b(?:if|avoid|hard to|easy to|to|can|could|not) (?:\S+ ){0,3}(?:do|doing) (?:it|this|that) wrong\b/ },
      { find: 'PEOPLE|NAME|ONE ADV|LY|had|has{0,2} wrongly|incorrectly|mistakenly|falsely typed|entered|clicked|pressed|ran|selected|picked|deleted|removed|dropped|pasted|copied|rebooted|restarted|unplugged' },
      // An act of people by chance; what a change or a program does so is an effect.
      { find: /\b(?<!not |n't |avoid |prevent |without |avoids |prevents |from |against )(?:accident(?:al)?ly|inadvert[ae]ntly|unintentionally|unknowingly|unwittingly|erroneously|mistakenly) ?/, unless: "( was|were|is|are|been ADV|LY? erroneously|mistakenly ING | erroneously|mistakenly =return|=report|=show|=respond|=display|=reject|=block|=trigger|=fire |  defect|bug|algorithm ~20 BYWRONG | THING , ~9 , BYWRONG | !PEOPLE|NAME|ONE|BE|HAVE|WHO|ADV|CONJ|to inadvertently|unintentionally|accidentally EFFECT | <<!PEOPLE|ONE THING|IT|problem|issue|vulnerability|flaw ( of|in|to|for WORD{1,3} )? ( had|has|have|would|could|can|will|also|then|itself|then|may|might ){0,2} BYWRONG  | =prevent|=avoid|=stop|=guard|=protect|=ensure|=catch|against|if|whether|nobody ..6 BYWRONG | cannot|could|may|might|can|risk ..3 BYWRONG | from|to|or ADV? BYWRONG | BYWRONG causing|leading|allowing|resulting|triggering|making|breaking|blocking|creating|preventing|exposing | which|that ADV? BYWRONG )", replace: [''] },
      { find: /\b(?<!not |n't |avoid |prevent |without |avoids |prevents )(?:accident(?:al)?ly|inadvert[ae]ntly|unintentionally|unknowingly|unwittingly) ?/, needs: 'was|were|been|being|we|i|engineer|operator|developer|admin|team|someone|NAME ADV? BYWRONG', unless: /\b(?:prevent\w*|avoid\w*|stop\w*|guard\w*|against|if|whether|cannot|could|can|may|might) (?:\S+ ){0,6}(?:accidentally|inadvertently|unintentionally|erroneously)\b/, replace: [''] },
      { find: '<!against|any accidental|inadvertent|unintentional >!death|discovery|and WORD', unless: /\b(?:against|prevent\w*|avoid\w*|protect\w*|guard\w*|stop\w*|catch\w*|from|reduce|mitigate|minimi[sz]e|risk of|chance of) (?:\S+ ){0,4}(?:accidental|inadvertent|unintentional)\b|\bunintentional state\b/ },
      { find: 'erroneous|mistaken deployment|deletion|push|command|release|merge|deploy|commit|shutdown|restart|execution', unless: /\b(?:prevent\w*|avoid\w*|against|stop\w*)\b/ },
      { find: ' ( forgot|forgotten | =forget to ) >!password|offer|offers', unless: /\b(?:so|so that|ensure|to make sure|not|n't|never|easy to|easily|don't|do not|rogue or|long-) ?(?:\S+ ){0,6}(?:forget|forgets|forgotten)\b|\bforgot(?:ten)?(?: your| my| the)? password/ },
      { find: /\b(?:(?:by|due to|because of|result of|from|after) (?:\w+ )?forgetting|forgetfulness)\b/ },
      // A typo that was put right in a text is none that did harm.
      { find: /\b(?<!not |n't )(?:typos?|misspell?ing|misspelled|misspelt|mis-?typed|mis-?read(?:ing)?|mis-?clicked|fat[- ]?finger(?:ed|ing)?|pebkac|slip of the|finger trouble|brain ?fart)\b/, unless: /^\W*(?:fix|correct)\w* (?:\S+ ){0,4}typos?|\b(?:minor|small|few|readme|comment|docs|documentation) typos?\b|\btypos? (?:fix(?:es)?|corrections?)\b|\btypos? in (?:the )?(?:docs|documentation|readme|comments?|post)\b|\btypos fail|\b(?:prevent|avoid|catch|detect|against|reduce) (?:\S+ ){0,4}(?:typos?|misspell?ings?)\b|\bmisread(?:ing)? (?:of )?(?:block|sector|data)/ },
      { find: 'a|an|the|this|one|our|my|their|another|honest|due|to|through|by !that|the|have|under|management{0,2} oversight ( by|on|from|during|in|led|leading|caused|that|which|when|was|were|meant|, | of the|our | . | $ )', unless: /\b(?:management|regulatory|manual|human|under|provide|lack of|have|more|better|board|with) oversight\b/ },
      { find: /\b(?:an?|our|an honest|to) oversight\b/, unless: /\b(?:management|regulatory|provide|lack of|have|more|better|insufficient|inadequate) oversight\b/ },
      // A mistake is somebody's, wherever it is said that one happened.
      { find: '<!avoid|no|any|fewer|more|such|by mistake|mistakes|blunder|blunders|slip-up|slipup', unless: /\b(?:avoid\w*|prevent\w*|learn\w*|from (?:our|these|this|the|past|their|your)|fewer|against|catch\w*|if|without|reduce|reducing|minimi[sz]e|easy to make|common|rectif\w*|repeat\w*|moderation|possible|potential|correct(?:ing)? (?:the|our|this|these|any|a)|room for) (?:\S+ ){0,5}(?:mistakes?|slips?|blunders?)\b(?! (?:that|which|we) (?:caused|led|made|took))|\bmistakes? (?:can|will|do) (?:happen|be|occur)|\ball mistakes (?:are|will|can)\b|\bslip (?:a |by |in|the |date|release|schedule)|\b(?:to|will|may|could) slip\b/ },
      { find: '=make DET WORD? WORD? typo|mistake|error|slip|misjudgment|miscalculation' },
      { find: '( error|errors|mistake|mistakes|fault ) ( by|of | on the part of ) DET ( POSS )? WORD{0,3} ONE|PEOPLE' },
      { find: 'caused|made|introduced|triggered|created by DET WORD{0,3} ONE' , needs: /\b(?:error|mistake|misconfigur\w*|incorrect\w*|wrong\w*|mis\w+)\b/ },
      // The wrong thing was taken.
      { find: '<<!THING|IT|may|might|could|can|would|will|to ACT.ed|ACT.en|picked|ran|took|gave|made ..4 the|a|an wrong|incorrect WORD', unless: /\b(?:focus|attention|emphasis|effort)\b|\b(?:wrong|incorrect) (?:place|direction|track|results?|way|answers?|output|data|state|behaviou?r|values?|responses?|numbers?|information|format|permissions?|checksum)\b|\bset to (?:the|an?) (?:wrong|incorrect)\b/ },
      { find: 'an|the incorrect|wrong WORD? key|keys|command|commands|file|files|branch|host|hosts|cluster|bucket|environment|account|server|disk|volume|table|database|tag|image|certificate|package was|were|had|has|got ( been )? ACT.en|added|supplied|provided|given >!removed' , unless: /\b(?:wrong|incorrect) \w+ (?:was|were) (?:removed|deleted|replaced|corrected|fixed|reverted)\b/ },
      { find: '<!of|in|from|to the|an|a wrong|incorrect !results|data|values|answers|output{1,2} was|were|been|being|got ACT.en >!returned|shown|displayed|sent|written|set ..1', unless: /\b(?:wrong|incorrect) (?:\w+ )?(?:results?|data|values?|answers?|output|information|responses?|messages?|permissions?|configuration|settings?|version|key|rule|path|name|file)\b/ },
      { find: 'PEOPLE|NAME ADV{0,2} ( mixed up | confused DET|POSS )' },
      { find: '<<!DATA|USER was|were|been ACT.en|made|picked|taken|given|built|shipped|cut >!send|sent|pointed|connected|written|assigned|added ..3 the|a|an wrong WORD', unless: /\b(?:focus|attention|emphasis|effort)\b|\b(?:wrong|incorrect) (?:place|direction|track|results?|way|answers?|output|data|state|behaviou?r|values?|responses?|numbers?|information|format|permissions?|checksum)\b|\bset to (?:the|an?) (?:wrong|incorrect)\b/ },
      { find: '<<!THING|IT =run|=execute|=enter|=type|=issue|=perform|=give ..6 ( an|the|with )? incorrect|wrong|mistyped|erroneous|invalid command|commands|input|inputs|argument|arguments|parameter|parameters|flag|query|host|database|directory|server|environment|cluster|value|script|order|branch' },
      { find: /\bwrong (?:push|press|click|turn) (?:of|on)\b/ },
      { find: /\b(?:operation|step|task|command|procedure|maintenance|work) (?:was|were|had been|has been|being) (?:done|performed|executed|carried out|entered|typed|followed) (?:incorrectly|wrongly|improperly|in the wrong)\b/ },
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
