import { describe, expect, it } from 'vitest';
import { TemplateMiner, type Mined } from './miner.ts';

function mine(messages: readonly string[], mostKinds?: number): Mined & { numbers: number[] } {
  const miner = new TemplateMiner(mostKinds === undefined ? {} : { mostKinds });
  const numbers = messages.map((message) => miner.add(message));
  return { ...miner.finish(), numbers };
}

const patterns = (messages: readonly string[]): string[] => mine(messages).templates.map((t) => t.pattern);

describe('values are seen by their characters', () => {
  it.each([
    ['Accepted password for root from 10.0.0.7 port 51144 ssh2', 'Accepted password for root from <*> port <*> ssh2', ['ip', 'number']],
    ['upstream 10.1.2.3:8080 answered in 12.5 ms', 'upstream <*>:<*> answered in <*>', ['ip', 'port', 'duration']],
    ['server db.example.net:5432 is away', 'server <*>:<*> is away', ['host', 'port']],
    ['request 0f8fad5b-d9cd-469f-a165-70873b8b0a5f done', 'request <*> done', ['uuid']],
    ['at 0xdeadbeef flags 0x1f', 'at <*> flags <*>', ['hex', 'hex']],
    ['wrote /var/lib/data/block-7 of 12 MB', 'wrote <*> of <*>', ['path', 'size']],
    ['fetched https://example.org/a?b=1 for bob@example.org', 'fetched <*> for <*>', ['url', 'email']],
    ['disk at 97%, mask=ffffffff', 'disk at <*>, mask=<*>', ['percent', 'hex']],
    ['seen at Sat Jul  9 12:16:49 2005 by init', 'seen at <*> by init', ['timestamp']],
    ['state:RUNNING pid:4711', 'state:RUNNING pid:<*>', ['number']],
    ['read 1822 bytes (1.77 KB) from peer', 'read <*> bytes from peer', ['number']],
    ['jk2_init() found L1 cache', 'jk2_init() found L1 cache', []],
    ['[req-1f2e3d4c 39a1f926 - - -] Starting up', '<*> Starting up', ['value']],
    ['logname= uid=0 user=root', 'logname= uid=<*> user=root', ['number']],
    ['Lock "semaphore-a7" taken by `job 12x`', 'Lock "<*>" taken by `job <*>`', ['quoted', 'id']],
    ["can't open 'my file 7'", "can't open 'my file <*>'", ['number']],
  ])('%s', (message, pattern, parameters) => {
    expect(mine([message]).templates).toMatchObject([{ pattern, parameters, count: 1 }]);
  });

  it('counts values that stand side by side as one', () => {
    expect(patterns(['replicate to 10.0.0.1 10.0.0.2', 'replicate to 10.0.0.1', 'replicate to 10.0.0.9 10.0.0.8 10.0.0.7'])).toEqual(['replicate to <*>']);
  });

  it('reads the first line of a message only', () => {
    expect(patterns(['boom at start\n  at a.b(c.java:1)', 'boom at start\n  at d.e(f.java:2)'])).toEqual(['boom at start']);
  });

  it('has a template for what says nothing', () => {
    expect(patterns(['', '   '])).toEqual(['<*>']);
  });
});

describe('words vary where many stand in one place', () => {
  const users = ['anna', 'bert', 'carla', 'dora', 'emil', 'frida'];

  it('and are then one template, typed as text', () => {
    const { templates, templateOf, numbers } = mine(users.map((user) => `Failed password for ${user} from 10.0.0.7 port 22 ssh2`));
    expect(templates).toMatchObject([{ pattern: 'Failed password for <*> from <*> port <*> ssh2', parameters: ['text', 'ip', 'number'], count: 6 }]);
    expect(new Set(numbers.map((n) => templateOf[n]))).toEqual(new Set([0]));
  });

  it('of a few ways it went, each is a template', () => {
    expect(patterns(['cache is ready=true now', 'cache is ready=false now'])).toHaveLength(2);
    expect(patterns(['VM Started (Lifecycle Event)', 'VM Stopped (Lifecycle Event)', 'VM Paused (Lifecycle Event)', 'VM Resumed (Lifecycle Event)'])).toHaveLength(4);
    expect(patterns(['Task moved from NEW to RUNNING', 'Task moved from RUNNING to DONE', 'Task moved from NEW to FAILED'])).toHaveLength(3);
  });

  it('a message keeps a word of its own', () => {
    const words = 'LOOKING FOLLOWING LEADING handleUpdate closePanel cancelPeek instantCollapse onTouch schedule restart stop begin end'.split(' ');
    expect(patterns(words)).toEqual(words);
  });

  it('names of things vary sooner than words', () => {
    expect(patterns(['Loaded class org.a.Foo from jar', 'Loaded class org.b.Bar from jar'])).toEqual(['Loaded class <*> from jar']);
    expect(patterns(['Loaded module red from jar', 'Loaded module green from jar'])).toHaveLength(2);
  });
});

describe('bounds', () => {
  it('the order of messages and the bound on kinds do not part what is one', () => {
    const messages = Array.from({ length: 4000 }, (_, n) => `job ${letters(n)} of queue ${letters(n * 7)} was done by worker ${n % 5}`);
    const few = mine(messages, 64);
    expect(few.templates).toMatchObject([{ pattern: 'job <*> of queue <*> was done by worker <*>', count: 4000 }]);
    expect(few.numbers.every((n) => few.templateOf[n] === 0)).toBe(true);
  });

  it('counts add up where messages have nothing in common', () => {
    const messages = Array.from({ length: 3000 }, (_, n) => Array.from({ length: 1 + (n % 7) }, (_unused, k) => letters(n * 31 + k * 17)).join(n % 2 === 0 ? ' ' : ', '));
    const { templates, numbers, templateOf } = mine(messages, 100);
    expect(templates.reduce((sum, t) => sum + t.count, 0)).toBe(3000);
    expect(templates.length).toBeLessThanOrEqual(100);
    const counts = new Map<number, number>();
    for (const n of numbers) counts.set(templateOf[n]!, (counts.get(templateOf[n]!) ?? 0) + 1);
    expect([...counts].toSorted((a, b) => a[0] - b[0]).map(([, n]) => n)).toEqual(templates.map((t) => t.count));
  });

  it('answers the same again', () => {
    const messages = Array.from({ length: 500 }, (_, n) => `node ${letters(n % 40)} said ${letters(n % 3)} after ${n} ms`);
    expect(mine(messages)).toEqual(mine(messages));
  });

  it('reads hostile lines in linear time', () => {
    const hostile = ['a:', '<1', '[', "'a", ':', 'aa:', '() ', '=', 'a=b '].map((part) => part.repeat(50_000));
    expect(mine(hostile).templates.length).toBeGreaterThan(0);
  });
});

/** A word of letters for a number. */
function letters(n: number): string {
  let text = '';
  for (let rest = n * 2_654_435_761 % 4_294_967_296, i = 0; i < 6; i++, rest = Math.floor(rest / 26)) text += String.fromCharCode(97 + (rest % 26));
  return text;
}
