import { ALLSPAW, COOK, HOWIE } from '../sources.ts';
import type { LintRule } from '../rule.ts';

export const SINGLE_ROOT_CAUSE: LintRule = {
  id: 'single-root-cause',
  title: 'One single cause',
  message: 'This names one cause for an outage that took several conditions at once.',
  reason: 'Each condition was necessary and none alone sufficient: most of them had been there for long without harm. Where one is called the root, the others go on waiting. List the contributing factors, and what kept the harm from being greater.',
  sources: [COOK, ALLSPAW, HOWIE],
  severity: 'info',
  headings: true,
  questions: {
    en: ['What else had to be so for this to happen, and to last as long as it did?'],
    de: ['Was musste außerdem so sein, damit dies geschehen und so lange dauern konnte?'],
  },
  patterns: {
    en: [
      { find: /^root[- ]cause\b(?!s|d|\(s\)| #\d| famil| through| analys| assumption| hypothes| theor| candidate| investigation| fix)/, replace: ['Contributing factors'] },
      { find: /(?<=^\W*(?:the )?)cause of (?:the|this|our)\b|\b(?:is|was|as|be|identify\w*|find\w*|found|determin\w*|discover\w*|know\w*|establish\w*|investigat\w*|locat\w*|isolat\w*) (?:the )?cause of\b/ },
      { find: /(?<=[,;(] |\b(?:but|and|though) )cause of (?:the|this|our)\b/ },
      { find: /\b(?<!single )(?:source|origin) of (?:the |this |our )(?:\w+ ){0,2}(?:problems?|issues?|trouble|outage|incident|breach|leak|failures?|errors?|bug|slowdown|latency|spike|crash(?:es)?|downtime)\b|\bsource of trouble\b/ },
      { find: /(?<=^\W*)cause:/, replace: ['Contributing factors:'] },
      { find: /\b(?<!no |no single |a |one |possible |another |potential |likely )(?!the single most )(?!the (?:likely|probable|suspected|possible|potential|presumed) )(?:the |a single |single |final |our |its |this )(?:\w+ )?root[- ]cause\b(?!s|d|\(s\)| #\d| famil| through| analys| assumption| hypothes| theor| candidate| investigation| fix)/, unless: /\b(?:no|not|isn't|wasn't|never|rarely|beyond) (?:a |one |any )?(?:single |the )?root cause\b|\bone of the root\b|\bno single\b/, replace: ['a contributing factor'] },
      { find: /(?<!^)(?<!no |likely |probable |suspected |presumed |single |layered |a |one |any |expensive |important |common |possible |another |potential |likely |the |the \w+ |final |our |its |this )\broot[- ]cause\b(?!s|d|\(s\)| #\d| famil| through| analys| assumption| hypothes| theor| candidate| investigation| fix)/, unless: /\b(?:as|be|is|was) a root cause\b|\b(?:no|not|without|any)(?: \w+)? root cause\b|\b(?:the|an?|final|one|possible|potential|our|its|single|this) (?:\w+ )?root cause\b/, replace: ['contributing factor'] },
      { find: /\bthe (?:\w+ )?(?:real |true |actual |exact |sole |only |ultimate |underlying |main |primary |single |precise |initial |original |root |immediate |direct )?cause\b(?!\(s\)| (?:famil\w+|and effect|codes?|analys\w+|maps?|trees?|field|column))/, unless: /\bone (?:possible )?cause\b|\b(?:rules? out|ruled out|not) (?:\S+ ){0,4}the (?:sole|only|single) cause\b|\brul(?:e|es|ed|ing) out (?:\S+ ){0,6}(?:sole|only) cause\b|\bnot the (?:only |sole )?cause\b|\bthe (?:possible|likely|potential|probable|suspected) (?:root )?cause\b/, replace: ['a contributing factor'] },
      { find: /\b(?:the|its|primary|main|only|sole|real) (?:\w+ )?culprit\b/, unless: /\b(?:a|possible|likely|potential) culprit\b/ },
      { find: /\b(?:the|main|primary|only|sole|real|true) (?:main |primary |only |sole |real |true |major |single )?reason (?:for|behind|of) (?:the |this |our |these |that |such )?(?:\w+ ){0,3}(?:outages?|incidents?|issues?|problems?|failures?|downtime|disruption|behaviou?r|errors?|crash(?:es)?|degradation|unavailability|slowdown|delay|latency|breach|leak|bug)\b/ },
      { find: /\b(?:the|its) (?:sole|only|single|real|true) (?:culprit|trigger|source)\b/ },
      { find: /\b(?:boil(?:s|ed) down to|(?:came|comes) down to one|solely (?:caused|due|because|responsible)|caused solely|entirely (?:caused by|due to|because of)|purely (?:caused by|because of)|single[- ]handedly)\b/ },
      { find: /\btraced (?:back )?to (?:a|one) single\b/ },
      { find: '^ SIGN|NUM|COLON|utc|cet|pst|exact|underlying|immediate|proximate|actual{0,8} cause was|is? determined|identified|found|traced|tracked|isolated|established|confirmed|unknown' },
      { find: '^ SIGN|NUM{0,4} exact|underlying|immediate|proximate|actual cause COLON' },
    ],
    de: [
      { find: /\b(?:grundursache|kernursache|hauptursache|root[- ]?cause|wurzelursache)\b(?!n|s)/, unless: /\b(?:eine|mögliche|keine) (?:\w+ )?(?:grundursache|hauptursache|root[- ]?cause)\b/ },
      { find: /(?<=^\W*)ursache:/, replace: ['Beitragende Faktoren:'] },
      { find: /^ursache$/, replace: ['Beitragende Faktoren'] },
      { find: /\b(?:die|der|als) (?:eigentliche |wahre |genaue |einzige |alleinige |tatsächliche |wirkliche )?ursache\b(?!n)/, unless: /\b(?:nicht|weder) die (?:einzige |alleinige )?ursache\b/, replace: ['ein beitragender Faktor'] },
      { find: /\b(?:die|deren|ihre|als) (?:einzige|alleinige|eigentliche) (?:grund|auslöser|ursache)\b|\b(?:der|als) (?:einzige|alleinige|eigentliche|wahre) (?:grund|auslöser|schuldige)\b/ },
      { find: /\b(?:einzig und allein|ausschließlich|allein) (?:auf|durch|an|verursacht|zurückzuführen|verantwortlich)\b/, needs: /\b(?:zurückzuführen|verursacht|lag|liegt|schuld|verantwortlich|ausgelöst)\b/ },
      { find: /(?<=^\W*(?:als )?)ursache (?:war|ist|dafür|hierfür|wurde|des|der|für)\b/ },
      { find: /\b(?:der|als|einziger) grund (?:für|hinter) (?:den |die |das |diesen |diese |unsere[nrm]? )?(?:\w+ ){0,2}\w*(?:ausfall|ausfalls|ausfälle|störung|störungen|vorfall|problem\w*|fehler|unterbrechung)\b/ },
      { find: /\bursächlich (?:für|war|ist)\b/, unless: /\bnicht ursächlich\b/ },
      { find: /\bschuld (?:war|ist|daran)\b/ },
      { find: /\b(?:die )?quelle (?:des|der) (?:lecks?|problems?|fehlers?|störung|ausfalls)\b/ },
      { find: /(?<=^\W*)grund (?:war|ist|dafür|hierfür)\b|(?<=^\W*)zur ursache\b|(?<=^\W*)schuld daran\b/, unless: /\bgrund (?:war|ist|dafür|hierfür) (?:unter anderem|auch|einer)\b/ },
    ],
  },
};
