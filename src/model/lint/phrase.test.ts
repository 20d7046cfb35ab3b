import { describe, expect, it } from 'vitest';
import { verbForms } from './inflect.ts';
import { lexiconOf } from './lexicon.ts';
import { phrase, Tokens } from './phrase.ts';

const LEXICON = lexiconOf({ CARE: 'test plan verify read' }, { PEOPLE: 'we team', NEG: "not n't", ADV: 'also' }, { never: "did not|n't" });

function found(notation: string, text: string): string[] {
  return phrase(notation, LEXICON).find(new Tokens(text, LEXICON)).map(({ start, end }) => text.slice(start, end));
}

describe('phrases', () => {
  it('are words, classes, and classes in one form', () => {
    expect(found('CARE', 'we planned a test and verify it')).toEqual(['planned', 'test', 'verify']);
    expect(found('CARE.ing', 'testing what was tested')).toEqual(['testing']);
    expect(found('PEOPLE CARE.ed', 'the team verified it, we test it')).toEqual(['team verified']);
    expect(found('=test the|a', 'tested the tests')).toEqual(['tested the']);
    expect(found('was EN', 'it was written and was blue')).toEqual(['was written']);
  });

  it('know how often, what may be between, and what must not', () => {
    expect(found('PEOPLE $never ADV? CARE.base', "we didn't also test, we did not verify")).toEqual(["we didn't also test", 'we did not verify']);
    expect(found('PEOPLE ..2 CARE.ed', 'we in ghent tested; we of the north sea tested')).toEqual(['we in ghent tested']);
    expect(found('PEOPLE ..3 CARE.ed', 'we waited, it tested')).toEqual([]);
    expect(found('PEOPLE ~3 CARE.ed', 'we waited, it tested')).toEqual(['we waited, it tested']);
    expect(found('<!not CARE.base', 'not test, then test')).toEqual(['test']);
    expect(found('<<!PEOPLE CARE.ed', 'we never have tested. the bot tested')).toEqual(['tested']);
    expect(found('CARE.ed >!by', 'tested by hand, tested at noon')).toEqual(['tested']);
    expect(found('^ WORD{1,2} !the|a CARE.base', 'go and please test')).toEqual(['go and please test']);
  });

  it('report the part that is marked, and the first alternative that fits', () => {
    expect(found('PEOPLE ( did | must { CARE.base } )', 'we must test, we did test')).toEqual(['test', 'we did']);
  });

  it('are told where they are wrong', () => {
    for (const notation of ['NOCLASS', 'CARE.xx', '( a | b', 'a )', '$none']) expect(() => phrase(notation, LEXICON), notation).toThrow(/lint pattern/);
  });
});

describe('verbForms', () => {
  it('double, soften and spell as English does', () => {
    const words = (verb: string): string[] => [...new Set(verbForms(verb).map(([word]) => word))];
    expect(words('plan')).toEqual(['plan', 'plans', 'planned', 'planning']);
    expect(words('notify')).toEqual(['notify', 'notifies', 'notified', 'notifying']);
    expect(words('catch')).toEqual(['catch', 'catches', 'caught', 'catching']);
    expect(words('foresee')).toEqual(['foresee', 'foresees', 'foresaw', 'foreseen', 'foreseeing']);
    expect(words('commit')).toEqual(['commit', 'commits', 'committed', 'committing']);
    expect(words('realize')).toContain('realised');
    expect(words('label')).toEqual(expect.arrayContaining(['labeled', 'labelling']));
    expect(words('review')).toEqual(['review', 'reviews', 'reviewed', 'reviewing']);
    expect(words('explain')).toEqual(['explain', 'explains', 'explained', 'explaining']);
  });
});
