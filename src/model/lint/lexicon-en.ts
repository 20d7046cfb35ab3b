import { lexiconOf } from './lexicon.ts';

/**
 * English words by what they mean in a postmortem. Verbs stand as lemmas and are found in every form; a rule says in which.
 * Where a word is missing here, every rule that uses its class misses it, so lists are of meanings, not of wordings.
 */
const VERBS = {
  HAVE: 'have', DO: 'do', GET: 'get',
  // What careful people do before and after a change.
  CARE: `check test verify validate review read ask tell inform notify communicate document update plan follow escalate consult monitor rehearse audit confirm inspect double-check warn alert brief announce
    coordinate examine investigate prepare train practice simulate prioritize address recheck re-check retest re-test raise report share specify define back`,
  // The same where the passive has people behind it: machines update and notify too.
  CAREFUL: 'advertise announce publicize recheck re-check test review document communicate verify validate follow rehearse audit consult inform tell brief plan prioritize address train coordinate escalate discuss share prepare double-check inspect',
  SEE: `notice realize recognize anticipate foresee appreciate understand spot consider expect predict perceive grasp see`,
  SEEN: 'notice realize recognize anticipate foresee appreciate understand spot consider predict', MISS: 'miss overlook ignore disregard',
  // What a better course would have brought.
  GOOD: `prevent avoid help catch detect allow save reduce shorten stop limit mitigate contain warn alert enable spare minimize resolve restore recover find notice identify spot discover fix speed
    ease improve facilitate reveal surface show flag highlight protect isolate block stay preserve flag test handle anticipate foresee avert lessen accelerate recognize simplify diagnose respond benefit communicate
    eliminate escalate monitor document plan address`,
  DECIDE: `decide agree deem judge presume assume believe think feel suspect consider hope conclude reason deprioritize deprioritise underestimate overestimate under-estimate over-estimate reckon perceive theorize hypothesize speculate surmise`,
  CHOOSE: 'choose postpone defer approve prioritize opt favour favor prefer dismiss shelve descope downplay waive tolerate select adopt',
  FORESEE: 'expect anticipate foresee hope',
  LABEL: 'flag classify label rate categorize assess treat diagnose judge triage',
  // What people do to machines.
  ACT: `delete drop remove run push press type execute select choose pick restart reboot unplug pull cut terminate wipe edit open enter click hit apply deploy merge use copy paste send update upload download install
    build release publish ship tag restore commit modify change edit disable enable shut power disconnect move rename overwrite truncate upgrade downgrade roll configure set issue grant revoke
    provision purge kill destroy format mount submit launch start stop promote reset put place replace import migrate switch make`,
  HARM: `delete drop remove truncate wipe overwrite push deploy merge run execute introduce add skip disable change apply approve start restart unplug type commit release turn switch modify edit leave write make
    issue enter launch update set upload press trigger cancel shut kill terminate roll override bypass configure upgrade install paste use revert migrate rename publish destroy purge power reboot take bring put place write amend wire`,
  WRECK: `cause break forget ignore overlook misread misconfigure mistype misunderstand misjudge neglect botch crash leak expose mishandle mismanage misinterpret overbuild omit fail corrupt misplace mistake violate disregard`,
  // Ways to set something up or do it that can be called good or bad.
  DOING: `configure do assume conclude believe think apply address exclude approve merge execute perform label enter handle assess diagnose decide judge dismiss classify attribute prioritize specify estimate presume feel
    understand interpret set implement install design document write define deploy flag test plan review communicate coordinate maintain manage train prepare share secure size tune scope calculate evaluate estimate identify carry organize
    use choose conduct structure monitor validate verify investigate follow schedule supervise staff brief spell type code format study analyze explain consider educate inform resource vet exercise revoke rotate decommission upgrade migrate patch onboard hand`,
  // Verbs without an end.
  VAGUE: `improve enhance optimize strengthen increase investigate explore consider evaluate assess review discuss understand research analyze examine study revisit rethink reconsider monitor try attempt ensure educate remind
    encourage communicate harden refine streamline diversify maximize boost promote foster emphasize strive reevaluate re-evaluate reassess tighten reinforce collaborate familiarize train`,
  // The same without those that machines and users do: for plans told in prose.
  BETTER: 'improve enhance optimize strengthen harden refine streamline diversify tighten reinforce increase boost explore evaluate assess investigate consider ensure revisit reassess',
  MAKE: 'add set write establish create build implement define develop introduce do conduct provide put apply adopt use need require setup perform include enforce invest deploy maintain prioritize schedule',
  WORK: 'expect request accept approve reject merge complete finish close resolve fix schedule',
};

const WORDS = {
  BE: 'be am is are was were been being', 
  // What ends a label.
  COLON: ': - – — ) ] > . |',
  NEG: "not n't never cannot", ADV: 'also just already really even ever still simply initially then only all both always once again yet often first later too well soon perhaps maybe probably either so thus therefore long ultimately first rather now',
  MODAL: 'should must will shall may might can could would need needs ought', HAD: "had 'd", HAVEN: "have 've of has had 's 'd having",
  DET: "a an the this that these those some any our their its his her my your each every no several one two three another such all both multiple various many", POSS: "our their his her my your 's its",
  PREP: 'of in on at by for to from with without into onto over under after before during about against between through within across upon via per until since because due',
  CONJ: 'and or but nor so yet', WHO: 'who that which whom',
  PEOPLE: `we i they he she nobody someone somebody everyone everybody anyone anybody noone no-one people team teams engineer engineers operator operators developer developers dev devs admin admins administrator administrators
    sysadmin sysadmins on-call oncall responder responders staff employee employees maintainer maintainers colleague colleagues reviewer reviewers manager managers management technician technicians contractor contractors
    moderator moderators intern interns author authors lead leads sre sres dba dbas organization organisation company vendor crew owner owners stakeholders leadership person coordinator coordinators analyst analysts group
    department programmer programmers designer specialist specialists personnel members member us dispatcher dispatchers ourselves individual individuals folks committee volunteers volunteer reps devops`,
  ONE: `engineer operator developer dev admin administrator sysadmin responder employee maintainer colleague reviewer technician contractor moderator intern person individual member programmer analyst designer dba
    specialist coordinator volunteer staffer sre teammate coworker co-worker manager`,
  ANYBODY: 'someone somebody whoever', USER: 'user users customer customers client clients visitor visitors anyone you attacker attackers traffic requests request subscribers consumers readers browsers browser caller callers requesting guests people',
  // What acts on its own: no person is meant by its failing, missing or not seeing.
  THING: `alert alerts alarm alarms monitor monitors monitoring test tests suite script scripts job jobs pod pods server servers node nodes service services system systems process processes program programs parser parsers
    pipeline pipelines ci cd cluster clusters database databases db cache caches proxy proxies balancer balancers lb container containers controller controllers scheduler schedulers worker workers agent agents client daemon kernel driver
    browser browsers plugin plugins library libraries function functions code application applications app apps api apis webhook webhooks hook hooks check checks probe probes healthcheck healthchecks linter compiler bot bots host hosts
    machine machines vm vms instance instances deployment deployments deploy deploys change changes update updates upgrade upgrades release releases commit commits migration migrations patch patches fix bug bugs config configuration configurations
    setting settings policy policies rule rules query queries request requests connection connections relay relays breaker breakers autoscaler throttler limiter automation tool tools software firmware hardware disk disks network networks
    router routers switch switches firewall logic feature features module modules package packages build builds backup backups replica replicas primary leader sensor sensors watchdog dashboard dashboards reporting logging logger command pr pull
    behaviour behavior error errors event events restart failover traffic load spike hub hubs registry resolver thread threads task tasks workflow workflows framework version image images chart charts supervisor
    provider providers operation wallet chain contract contracts transaction transactions site website page pages stack terraform kubernetes nginx apache postgres mysql redis github aws jenkins prometheus docker helm`,
  IT: 'it that which this',
  // What is lost without a person who looked away.
  DATA: `event events metric metrics heartbeat heartbeats packet packets request requests message messages sample samples log logs backup backups run runs deadline deadlines beat beats target slo sla slos slas cron record records
    data entry entries row rows window cutoff block blocks slot slots blobs keys frames votes attestation attestations payment payments transaction transactions orders cache vote rewards`,
  BAD: 'poor inadequate insufficient improper deficient lax sloppy subpar sub-par substandard poorer unsatisfactory suboptimal sub-optimal incomplete flawed careless haphazard inconsistent negligent',
  WRONG: 'incorrect wrong bad false flawed faulty mistaken invalid unfounded terrible questionable strange odd dubious bizarre poor erroneous misguided naive improper incomplete inaccurate unrealistic',
  // Adverbs of a verdict.
  ILL: 'poorly inadequately insufficiently badly carelessly ineffectively sloppily negligently hastily recklessly inefficiently', ILLS: 'incorrectly wrongly erroneously falsely wrongfully improperly inappropriately',
  DULY: 'properly adequately sufficiently correctly appropriately thoroughly carefully effectively',
  DUE: 'proper adequate sufficient appropriate due enough thorough careful adequately',
  // What people practise.
  PRACTICE: `planning testing tests review reviews preparation preparedness training communication communications process processes procedure procedures handling documentation oversight care attention diligence validation consideration supervision
    remediation coordination research verification monitoring alerting logging observability management maintenance practice practices judgment judgement decision decisions choices discipline hygiene execution design workmanship implementation strategy strategies organization organisation
    leadership governance scrutiny analysis understanding knowledge awareness foresight investigation error-handling response code-review staffing provisioning instrumentation
    collaboration feedback assessment estimation evaluation auditing observability`,
  SETUP: 'configuration configurations setup use usage maintenance installation deployment integration cleanup setting settings sizing', 
  THOUGHT: `assumption assumptions decision decisions judgment judgement judgements call calls choice choices conclusion conclusions process processes procedure procedures practice practices belief beliefs thinking priority priorities
    instinct instincts understanding diagnosis approach handling reasoning estimate estimates estimation advice instructions interpretation expectation expectations assessment implementation management`,
  VIRTUE: `experience expertise skill skills knowledge training care awareness attention understanding communication coordination discipline planning preparation preparedness foresight diligence rigor rigour professionalism sense oversight ownership
    accountability commitment testing familiarity collaboration carefulness supervision vigilance competence cooperation caution knowhow know-how alignment clarity visibility`,
  ROOM: 'capacity memory disk space cpu bandwidth resources resource permission permissions privilege privileges headroom power quota storage time funds money balance rights credit hardware nodes instances servers workers ram connections',
  // What one had or made that did harm.
  INCIDENT: 'outage outages incident incidents issue issues problem problems failure failures trouble downtime disruption error errors bug bugs leak crash degradation crashes unavailability interruption delay slowdown latency spike breach accident malfunction',
  BYWRONG: 'accidentally accidently inadvertently inadvertantly unintentionally mistakenly erroneously unknowingly unwittingly mindlessly',
  EFFECT: 'cause causes caused causing lead leads led leading allow allows allowed allowing result results resulted resulting trigger triggers triggered triggering make makes making break breaks broke breaking block blocks blocked blocking create creates created creating prevent prevents prevented preventing expose exposes exposed exposing affect affects affected impact impacted removed removes turned disabled',
  COMPARED: 'better more improved enhanced stronger stricter proper robust thorough adequate increased tighter clearer closer deeper rigorous greater faster quicker easier simpler smarter safer broader wider finer',
  EARLIER: 'earlier sooner faster quicker better shorter smaller easier smoother safer less differently quickly smoothly well',
  MEANS: 'improvement improvements enhancement enhancements measures steps efforts safeguards actions precautions',
};

/** Phrases that rules have by name. */
const PHRASES = {
  // Somebody who acts; up to three words may follow that belong to them (“the team in Ghent”, “one of the engineers”).
  people: 'PEOPLE|NAME ( who|that )? ( of|in|on|at|from|with|behind|doing|working DET? !BE|HAVE|DO|MODAL|ED{1,3} )?',
  // Not done: “did not”, “had never”, “failed to”.
  never: "did|had|have|has|'ve|'d|could ADV|LY? not|n't|never ADV|LY{0,2} been? | never ADV|LY{0,2} | failed|neglected|omitted to ADV|LY{0,2}",
  // What stands before the verb of an action: a number, a box, a label, an owner, a modal.
  bare: '^ SIGN|NUM{0,4} ( !COLON{1,8} COLON{1,2} )? SIGN|NUM{0,2} ( also|please|then|just|always|continue|continuing|LY|further ){0,2}',
  lead: "^ SIGN|NUM{0,4} ( !COLON{1,8} COLON{1,2} )? SIGN|NUM{0,2} ( DET? PEOPLE|NAME WORD? )? ( should|will|must|would|could|shall|can|may|'ll | need|needs|have|has|want|plan|plans|intend|like|going|planning|aim|aims | are|is|be ){0,3} ( to|also|please|then|and|just|always|all|continue|continuing|continued|start|begin|LY|todo|we|further|both ){0,4}",
};

export const ENGLISH = lexiconOf(VERBS, WORDS, PHRASES);
