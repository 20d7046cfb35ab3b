import { describe, expect, it } from 'vitest';
import { ENGLISH } from './lexicon-en.ts';
import { lintPostmortem } from './lint.ts';
import { phrase } from './phrase.ts';
import { RULE_IDS, type RuleId } from './rule.ts';
import { WORDING_RULES } from './rules/index.ts';

function rulesOf(text: string): RuleId[] {
  return [...new Set(lintPostmortem(text).map((finding) => finding.rule))].toSorted();
}

/** Sentences of our own. `action` ones stand under a heading "Actions" or "Maßnahmen". */
const FINDS: Readonly<Record<Exclude<RuleId, 'timeline-fact'>, { readonly en: readonly string[]; readonly de: readonly string[] }>> = {
  'blame-name': {
    en: [
      'Anna deployed the chart, but forgot the values.', 'Mr Holm did not check the valve.',
      'The table was gone because Anna Keller had run the cleanup against production.', 'Tom forgot to drain the node first.', '@jdoe pushed the change that caused the outage.',
      'The outage was caused by Martin.', 'Sandra’s migration broke the checkout.', 'Someone had disabled the alarm and deleted the silence.', 'Only Peter knew how the failover works.',
      'Ravi did not tell the others.', 'The engineer who deployed the release went home.', '@jdoe added the faulty webhook.', 'An engineer mistakenly emptied the wrong bucket.', 'The page went to an exhausted engineer.', 'A developer forgot to add the index.', 'A contractor mistakenly revoked the key.', 'One of our developers accidentally deleted the bucket.', 'The cause was an operator opening the wrong valve.',
    ],
    de: [
      'Herr Holm hat vergessen, das Ventil zu schließen.', 'Der Fehler ist einer Mitarbeiterin unterlaufen.',
      'Der Ausfall wurde verursacht durch Thomas Berger.', 'Sabine hat vergessen, den Knoten zu leeren.', 'Jürgen löschte versehentlich die Tabelle in der Produktion.',
      'Weil Petra im Urlaub war, kannte niemand das Passwort.', 'Nur Stefan wusste, wie man umschaltet.', 'Der zuständige Mitarbeiter hatte die Meldung nicht weitergegeben.',
    ],
  },
  'human-error': {
    en: ['The volume was deleted in error.', 'The alert was silenced accidently by the team.', 'The outage was due to human error.', 'It began with an inadvertent change of the route.', 'There was a mistake in the script; our mistake in the runbook was older.', 'The package was built from the wrong tag.', 'The outage followed an operational error.', 'An operator error took the cluster down.', 'The volume was accidentally deleted.', 'The key had been removed by mistake.', 'The admin forgot to renew the certificate.', 'A typo in the route caused the loop.', 'They rebooted the wrong host.', 'We made a mistake in the query.', 'The wrong database was dropped.', 'The secret had been committed inadvertently.', 'Due to an oversight the key was not rotated.'],
    de: ['Dem Team ist ein Fehler unterlaufen.', 'Es kam zu einer Verwechslung der beiden Leitungen.', 'Die Ursachen waren vielfältig, am Ende stand menschliches Versagen.', 'Die Tabelle wurde versehentlich gelöscht.', 'Ein Tippfehler in der Route löste die Schleife aus.', 'Die Bereitschaft hatte vergessen, das Zertifikat zu erneuern.', 'Aus Versehen lief das Skript zweimal.', 'Es handelte sich um einen Bedienfehler.', 'Dabei wurde der falsche Server verwechselt.'],
  },
  counterfactual: {
    en: ['We restarted the queue without any announcement.', 'The rollback was untested.', 'The team should have rolled back earlier.', 'A second replica might have reduced the impact.', 'The fix could have been shipped two days earlier.', 'The review did not end soon enough to prevent the second outage.', 'We upgraded the chart without reading the changes.', 'The bug came through because we had not tested two tenants.', 'We could have caught this in staging.', 'A canary would have prevented the outage.', 'If we had tested the failover, this would have been shorter.', 'The on-call engineer failed to escalate.', 'Nobody checked the replica.', 'This could have been avoided.', 'The limit shouldn’t have been raised.', 'Had the on-call been paged, the outage would have ended sooner.', 'The rollback procedure was never tested.', 'The change went out without anyone having tested it.', 'The vendor was not informed.', 'Why was the change not reviewed?'],
    de: ['Wir haben die Umstellung nicht mit dem Betrieb abgestimmt.', 'Die Prüfung der Leitung wurde nicht durchgeführt.', 'Der Schaden wäre leicht zu vermeiden gewesen.', 'Der Betrieb wurde zu spät informiert.', 'Das Team hätte früher zurückrollen sollen.', 'Wir hätten das im Test finden können.', 'Ein Canary hätte den Ausfall verhindert.', 'Wenn wir das Failover geprüft hätten, wäre der Ausfall kürzer gewesen.', 'Es wurde versäumt, den Alarm einzurichten.', 'Niemand hat die Replik geprüft.', 'Der Ausfall wäre vermeidbar gewesen.'],
  },
  judgement: {
    en: ['Our communication was not great.', 'The quality assurance was insufficient.', 'The rollout was careless.', 'The full queue was misdiagnosed.', 'The response was inadequate.', 'There were inadequate disaster recovery procedures.', 'The team was rushing to get the release out.', 'The report names operational failures at the provider.', 'It was a strange design decision.', 'Poor planning led to a full disk.', 'The change was poorly tested.', 'It was a bad decision to skip the review.', 'The alert had been set up incorrectly.', 'They rushed and cut corners.', 'The switch was replaced without proper preparation.', 'The team wrongly assumed that the replica was current.', 'Insufficient testing let the bug through.', 'There was a lack of communication between the teams.', 'The limits were set incorrectly.', 'A flawed review process let it pass.'],
    de: ['Unzureichende Abstimmung führte zu zwei Neustarts.', 'Die Kommunikation war mangelhaft.', 'Die Helfer waren überfordert.', 'Die Umstellung war fahrlässig.', 'Mangelnde Sorgfalt führte zu einer vollen Platte.', 'Die Änderung war schlecht getestet.', 'Das war eine Fehlentscheidung.', 'Das Team handelte überhastet.', 'Die Last wurde falsch eingeschätzt.', 'Eine falsche Annahme lag dem Plan zugrunde.'],
  },
  hindsight: {
    en: ['The team was not expecting a second spike.', 'It took us too long to realize that the disk was full.', 'In hindsight, the disk was full at noon.', 'The operators watched an old dashboard and missed the loss of the second line.', 'The warning was overlooked.', 'It was obvious that the pool was empty.', 'The alert went unnoticed for an hour.', 'We missed the early signs.', 'The team did not notice the growing queue.', 'The engineers were slow to realise that the cache was cold.', 'Nobody noticed the silence.', 'The dependency was not considered when planning the move.', 'We failed to anticipate the surge.', 'We did not take the extra load into account.'],
    de: ['Die Bereitschaft bemerkte den Anstieg zu spät.', 'Der zweite Alarm ist uns entgangen.', 'Der Engpass war absehbar.', 'Im Nachhinein war die Platte schon mittags voll.', 'Die Warnung wurde übersehen.', 'Es war offensichtlich, dass der Pool leer war.', 'Der Anstieg blieb eine Stunde lang unbemerkt.', 'Der Fehler wurde zu spät erkannt.', 'Niemandem fiel auf, dass die Warteschlange wuchs.', 'Wie wir heute wissen, war der Cache kalt.'],
  },
  'hidden-decision': {
    en: ['The alarm was thought to have cleared.', 'It was decided to wait for the vendor.', 'The error was assumed caused by a test.', 'The migration was expected to be hard.', 'The patch was reverted on suspicion that it broke the proxy.', 'The alert was deemed harmless.', 'A decision was made to keep the old pool.', 'The fix was postponed to the next sprint.', 'It was believed that the replica was current.', 'The risk was considered low.', 'The option of a rollback was rejected.', 'The initial assumption was a full disk.', 'The old pool was chosen because it was cheaper.', 'The outage was thought to be over.'],
    de: ['Der Wert wurde für unbedenklich gehalten.', 'Es wurde entschieden, auf den Hersteller zu warten.', 'Der Alarm wurde als harmlos eingestuft.', 'Die Entscheidung fiel gegen ein Rollback.', 'Man ging davon aus, dass die Replik aktuell ist.', 'Das Risiko wurde unterschätzt.', 'Auf den Neustart wurde verzichtet.'],
  },
  'single-root-cause': {
    en: ['09:33 UTC - Cause determined to be a full disk.', 'The root cause was a full disk.', 'The exact source of the leak is not known.', 'Logging was added, but cause of this issue was not found.', 'Root cause: a full disk.', 'The cause of the outage was a full disk.', 'We found the root cause at noon.', 'The real cause was the retry loop.', 'It all came down to one line.', 'The reason for the outage was a full disk.', 'The culprit was a stale lock.', 'The source of the problem was the resolver.'],
    de: ['Grund dafür war eine volle Platte.', 'Ursächlich war eine volle Platte.', 'Die Ursache war eine volle Platte.', 'Ursache: eine volle Platte.', 'Die Grundursache lag im Netzwerk.', 'Der eigentliche Grund war die volle Platte.', 'Der Ausfall ist allein auf die volle Platte zurückzuführen.'],
  },
  'vague-action': {
    en: ['Further testing on staging', 'Make it easier to drain a node', 'Changes need to be better discussed', 'Improve monitoring', 'To prevent recurrence, the provider plans several improvements', 'The team plans to add a probe, improve the metrics and enhance the dashboards', 'The provider is now reviewing its settings to prevent similar outages', 'Lessons learned include better monitoring of disks', 'Ticket raised to investigate options', 'We need a better way to renew certificates', 'Investigate the leak and reporting gaps', 'Investigate why the cache was cold', 'Be more careful with migrations', 'Look into canary deployments', 'Better alerting for disks', 'Team to review the runbook', 'We should think about a second region', 'Maybe add a second region', 'Raise awareness of the runbook', 'Ensure that backups are verified', 'Continue to monitor the cluster', '**Alerting**: improve coverage', 'Update the runbook and improve alerting', 'The alerting should be improved', 'Implement stricter controls'],
    de: ['Wir werden unsere Abläufe auf den Prüfstand stellen', 'Künftig soll genauer hingeschaut werden', 'Monitoring verbessern', 'Prüfen, ob ein Canary sinnvoll ist', 'Mehr Tests', 'Bei Migrationen sorgfältiger arbeiten', 'Alarmierung optimieren', 'Über eine zweite Region nachdenken', 'Vielleicht eine zweite Region'],
  },
};

const LEAVES: Readonly<Record<'en' | 'de', readonly string[]>> = {
  en: [
    'Anna Keller acknowledged the page at 10:42.', '@jdoe rolled the release back, which fixed the outage.', 'The on-call engineer ran the cleanup against production at 10:02.',
    'Every alert should have a runbook.', 'The pods failed to start.', 'The parser failed to update the index.', 'Requests could have been served by either region.', 'If you had a session during this time, it was closed.',
    'The configuration contained a bad route, and 502 errors followed.', 'Error rates rose to 12 %.', 'The log shows no obvious error.', 'No downtime is expected.', 'Contributing factors were a full disk and a silent alarm.',
    'The process failed with exit code 1.', 'User errors are shown with status 400.', 'The database lead decided to wait for the vendor.', 'The pod is considered ready after 30 seconds.', 'This change inadvertently closed port 443.',
    'Guards against accidental deletion were in place.', 'The root causes are listed below.', 'Root cause analysis was started.', 'User error pages were shown.',
    'Mark the host as drained before the restart.', 'We did not have a second region.', 'The cause code is 4.',
    'We have never seen such a load before.', 'I hope we never see it again.', 'The retry should have resulted in a brief delay.', 'Pods were lost to an operational failure of the pump.', 'The hosts lacked sufficient memory.',
    'The relays did not act fast enough to stop the collapse.', 'Users can sign in without asking us.', 'We are investigating.', 'Checks are being added to reject bad messages, enhancing the resilience against similar incidents.',
    'The logging code accidentally pointed at the wrong line.', 'The ticket was expected to be closed by noon.',
    'The service failed to start after the update.', 'The disk had insufficient space.', 'The wrong MIME type was returned.', 'The operator is a Kubernetes controller.', 'The load balancer was misconfigured.', 'The tests did not catch the regression.', 'The request was rejected by the proxy.',
    'The change should have been resolved for most projects by now.', 'The requests were not validated properly by the service.', 'The patch forgot the last argument.', 'The mode is called ‘hasty’.', 'That may mean we never see this again.',
    'The update inadvertently closed the port.', 'It became obvious that the pool was empty.', 'Connections were not properly closed.', 'The job was expected to run hourly.', 'Customers should have received an email.', 'Requests that would have succeeded were retried.', 'We have not seen this error again.',
  ],
  de: [
    'Der Dienst war offensichtlich nicht erreichbar.', 'Notfälle hätten jederzeit behandelt werden können, versicherte sie.', 'Es ist nicht immer vorhersehbar, wie sich ein Update verhält.', 'Im Nachhinein konnte nicht geklärt werden, wann die Platte voll war.',
    'Anna Keller bestätigte den Alarm um 10:42 Uhr.', 'Thomas Berger rollte die Version zurück und behob den Ausfall.', 'Die Bereitschaft startete den Dienst um 10:02 Uhr neu.', 'Jeder Alarm hat eine Anleitung.',
    'Die Pods starteten nicht.', 'Beitragende Faktoren waren eine volle Platte und ein stummer Alarm.', 'Die Ursachen stehen unten.', 'Die Leitung des Betriebs beschloss, auf den Hersteller zu warten.',
    'Wir hatten keine zweite Region.', 'Der Filter hat das Format nicht erkannt.', 'Schutz gegen versehentliches Löschen war eingerichtet.', 'Die Platte war voll.', 'Das Dashboard zeigte die Last.',
  ],
};

function asDocument(rule: RuleId, sentence: string, language: 'en' | 'de'): string {
  if (rule !== 'vague-action') return language === 'en' ? `# Summary\n\n${sentence}\n` : `# Zusammenfassung\n\n${sentence}\n`;
  return language === 'en' ? `## Actions\n\n- ${sentence}\n- Add an alert on the disk of the database at 80 % by 3 March.\n` : `## Maßnahmen\n\n- ${sentence}\n- Alarm auf die Platte der Datenbank bei 80 % einrichten und bis zum 3. März scharf schalten.\n`;
}

describe('what each rule finds', () => {
  for (const { id: rule } of WORDING_RULES) {
    if (rule === 'timeline-fact') continue;
    for (const language of ['en', 'de'] as const) {
      it.each(FINDS[rule][language])(`${rule} (${language}): %s`, (sentence) => {
        const found = lintPostmortem(asDocument(rule, sentence, language));
        expect(found.map((f) => f.rule)).toContain(rule);
        for (const finding of found) {
          expect(finding.rewrites.length).toBeGreaterThan(0);
          expect(finding.language).toBe(language);
        }
      });
    }
  }
});

describe('what is left alone', () => {
  it.each(LEAVES.en)('%s', (sentence) => expect(rulesOf(`# Summary\n\n${sentence}\n`)).toEqual([]));
  it.each(LEAVES.de)('%s', (sentence) => expect(rulesOf(`# Zusammenfassung\n\n${sentence}\n`)).toEqual([]));

  it('what is not prose: code, quotations, comments, targets of links, front matter', () => {
    expect(rulesOf('---\ntitle: human error\n---\n\nIt was seen in `human error` and ~~~ here.\n\n```\nThe root cause was human error.\n```\n\n> The root cause was human error.\n\n<!-- Was it human error? -->\n\nThe message “human error” and "root cause was human error" came up, see [the page](https://example.test/human-error "human error").\n')).toEqual([]);
  });

  it('what is done about it under other headings than actions', () => {
    expect(rulesOf('## What went well\n\n- Improve monitoring\n')).toEqual([]);
    expect(rulesOf('## Actions\n\n### Timeline\n\n- Investigate the disk\n')).toEqual([]);
    expect(rulesOf('Review actions:\n\n- Improve monitoring\n')).toEqual(['vague-action']);
  });

  it('an action that says when it is done', () => {
    expect(rulesOf('## Actions\n\n- Improve the p99 of checkout from 900 to below 300 ms\n- Investigate and fix the leak in the pool\n- Review the runbook by 3 March\n')).toEqual([]);
  });
});

describe('lint-ok', () => {
  it('switches a rule off for the paragraph, the item, or the block that follows', () => {
    expect(rulesOf('The root cause was human error. <!-- lint-ok: human-error -->\n')).toEqual(['single-root-cause']);
    expect(rulesOf('<!-- lint-ok: human-error, single-root-cause -->\n\nThe root cause was human error.\n')).toEqual([]);
    expect(rulesOf('<!-- lint-ok -->\nThe root cause was human error.\n')).toEqual([]);
    expect(rulesOf('<!-- lint-ok: human-error -->\n\nAll is well.\n\nThis was human error.\n')).toEqual(['human-error']);
    expect(rulesOf('- This was human error. <!-- lint-ok: human-error -->\n- That was human error.\n')).toEqual(['human-error']);
  });
});

describe('findings', () => {
  it('stand where the words are, through markup and wrapped lines', () => {
    const text = 'It was **human\nerror**, the team\nsays.\n';
    const [found] = lintPostmortem(text);
    expect(found).toMatchObject({ rule: 'human-error', offset: 9, length: 11 });
    expect(text.slice(9, 20)).toBe('human\nerror');
  });

  it('offer the roles of the case instead of a name', () => {
    const entries = [{ id: 'a', kind: 'action', title: 'x', note: '', role: 'database on-call', evidence: [], time: { form: 'point', startNs: 0n, uncertaintyNs: 0n, basis: 'stated', zone: 'UTC' } }] as const;
    const text = 'Tom forgot to drain the node.';
    const [found] = lintPostmortem(text, { entries: entries.map((entry) => ({ ...entry, evidence: [] })) });
    expect(found?.rewrites[0]).toEqual({ kind: 'replace', offset: 0, length: 3, text: 'Database on-call' });
  });

  it('know the names of the case', () => {
    const people = [{ kind: 'person', id: 'p', name: 'Xanthe', aliases: ['xq7'], role: 'payments on-call' }] as const;
    const lint = (text: string): unknown => lintPostmortem(text, { people: people.map((person) => ({ ...person, aliases: [...person.aliases] })) })[0]?.rewrites[0];
    expect(lint('The disk filled up because of Xanthe.')).toEqual({ kind: 'replace', offset: 30, length: 6, text: 'payments on-call' });
    expect(lint('@XQ7 broke the build.')).toEqual({ kind: 'replace', offset: 0, length: 4, text: 'Payments on-call' });
    expect(lint('The Xanthes caused it.')).toBeUndefined();
    expect(rulesOf('The disk filled up because of Xanthe.')).toEqual([]);
  });

  it('take words out so that a sentence is left', () => {
    const applied = (text: string): string => {
      const rewrite = lintPostmortem(text)[0]!.rewrites[0]!;
      return rewrite.kind === 'replace' ? text.slice(0, rewrite.offset) + rewrite.text + text.slice(rewrite.offset + rewrite.length) : '';
    };
    expect(applied('In hindsight, the disk was full.')).toBe('The disk was full.');
    expect(applied('The volume was accidentally deleted.')).toBe('The volume was deleted.');
    expect(applied('The root cause was a full disk.')).toBe('A contributing factor was a full disk.');
    expect(applied('# Root cause\n')).toBe('# Contributing factors\n');
    expect(applied('Am Montag wurde die Tabelle versehentlich gelöscht.')).toBe('Am Montag wurde die Tabelle gelöscht.');
  });

  it('ask in the language of the paragraph, in a document of two', () => {
    const found = lintPostmortem('The table was accidentally deleted by the job runner on Monday.\n\nDie Tabelle wurde am Montag versehentlich gelöscht, und der Dienst war weg.\n');
    expect(found.map((f) => f.language)).toEqual(['en', 'de']);
  });
});

describe('rules as data', () => {
  it('are complete: both languages, a reason with its source, questions', () => {
    expect([...WORDING_RULES.map((rule) => rule.id), 'timeline-fact']).toEqual([...RULE_IDS]);
    for (const rule of WORDING_RULES) {
      expect(rule.sources.length, rule.id).toBeGreaterThan(1);
      for (const language of ['en', 'de'] as const) {
        expect(rule.patterns[language].length, rule.id).toBeGreaterThan(3);
        expect(rule.questions[language].length, rule.id).toBeGreaterThan(0);
      }
    }
  });

  it('are in lower case, as the text is that they search', () => {
    for (const rule of WORDING_RULES) {
      for (const pattern of [...rule.patterns.en, ...rule.patterns.de]) {
        for (const wording of [pattern.find, pattern.needs, pattern.unless]) {
          if (wording instanceof RegExp) expect(wording.source.replace(/\\[A-Z]/g, ''), rule.id).not.toMatch(/[A-ZÄÖÜ]/);
        }
      }
    }
  });

  it('are phrases that can be read', () => {
    for (const rule of WORDING_RULES) {
      for (const pattern of rule.patterns.en) {
        for (const wording of [pattern.find, pattern.needs, pattern.unless]) {
          if (typeof wording === 'string') expect(() => phrase(wording, ENGLISH), wording).not.toThrow();
        }
      }
    }
  });
});
