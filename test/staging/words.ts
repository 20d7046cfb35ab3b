import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Moments of the staging that the chat speaks of. */
export interface Moments {
  readonly page: Date;
  readonly wrong: Date;
  /** The service's first death. */
  readonly died: Date;
  readonly back: Date;
  readonly over: Date;
}

const USERS = { U01MIRA: 'Mira Okafor', U02JONAS: 'Jonas Weber', U03ANA: 'Ana Lima', U04SAM: 'Sam Whitfield', U05LEE: 'Lee Castellano' } as const;

/**
 * What people wrote, in the layout of a Slack export (https://slack.com/help/articles/220556107). The only part of the
 * bundle that no program made: the channel says so in its topic.
 */
export async function chat(folder: string, { page, wrong, died, back, over }: Moments): Promise<void> {
  const said: Array<[from: Date, seconds: number, user: keyof typeof USERS, text: string]> = [
    [page, 4, 'U03ANA', 'Page: CheckoutErrorRatioHigh. I have it.'],
    [page, 31, 'U05LEE', 'Support sees it too: customers say the shop is “busy” when they pay.'],
    [page, 52, 'U03ANA', 'edge was changed a few minutes ago (buffered access log). My first guess, putting it back.'],
    [wrong, 6, 'U04SAM', 'edge is as it was yesterday.'],
    [wrong, 24, 'U03ANA', 'No difference. It was not edge.'],
    [died, 9, 'U03ANA', 'checkout died out of memory and came back by itself. Requests are answered again.'],
    [died, 17, 'U05LEE', 'Can I tell support it is over?'],
    [died, 26, 'U03ANA', 'Give it two minutes.'],
    [back, -40, 'U03ANA', 'The errors are back. Looking at the database connections now.'],
    [back, -14, 'U03ANA', 'Ten connections of checkout are “idle in transaction”, each after the coupon update. That transaction is new in 2.31.0.'],
    [back, -8, 'U02JONAS', 'Decision: back to 2.30.4, we read the code afterwards.'],
    [back, 1, 'U02JONAS', 'Rolling back.'],
    [back, 21, 'U03ANA', 'Prices and orders answer.'],
    [over, 5, 'U03ANA', 'Alert is over.'],
    [over, 38, 'U01MIRA', 'Heap looks wrong too, before the crash it grew by a megabyte a second. The price cache of 2.31.0 has no bound: that one is mine. Both go on the list.'],
  ];
  const messages = said.map(([from, seconds, user, text]) => ({ ms: from.getTime() + seconds * 1000, user, text })).toSorted((a, b) => a.ms - b.ms);
  const channel = 'inc-2417-checkout';
  await mkdir(join(folder, channel), { recursive: true });
  const topic = { value: 'Written by hand for this staged incident; everything else in the bundle was captured.', creator: 'U03ANA', last_set: Math.floor(page.getTime() / 1000) };
  await writeJson(join(folder, 'channels.json'), [{ id: 'C0INC2417', name: channel, created: Math.floor(page.getTime() / 1000), creator: 'U03ANA', is_archived: false, members: Object.keys(USERS), topic }]);
  await writeJson(join(folder, 'users.json'), Object.entries(USERS).map(([id, name]) => ({ id, team_id: 'T0SHOP', deleted: false, name: name.split(' ')[0]!.toLowerCase(), real_name: name, tz: 'UTC', profile: { real_name: name } })));
  await writeJson(join(folder, channel, `${new Date(messages[0]!.ms).toISOString().slice(0, 10)}.json`), messages.map(({ ms, user, text }, i) => ({
    type: 'message', user, text, ts: `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}${String(i).padStart(3, '0')}`,
  })));
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(value, undefined, 2)}\n`);
}

/** What stands at the top of the bundle. */
export function readme(): string {
  return `INC-2417: checkout fails

What was kept of an outage of the checkout service. It was staged, with real programs on one machine: nothing here
is of a real shop, and no person in it exists. Everything was captured as it came, but for chat/, which was written.

edge/        nginx in front: access and error log
checkout/    the service: its log, its supervisor's, Node's report of its death, a CPU profile of its last seconds
postgres/    the database's log
otel/        traces, metrics and logs of the service, OTLP JSON
prometheus/  query_range answers, rules, and the alerts at three moments
deploys/     deploy records, git log, the change of 2.31.0
oncall/      the terminal of the person on call, a picture of a chart
network/     a capture between the service and the database
chat/        the incident's channel
SHA256SUMS   of all of it
`;
}
