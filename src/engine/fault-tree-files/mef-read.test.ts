import { describe, expect, it } from 'vitest';
import { outlineOf } from './outline.testing.ts';
import { readFaultTree } from './read.ts';

const read = (text: string, name = 'model.xml'): { trees: string[][]; problems: string[] } => {
  const { documents, problems } = readFaultTree(new TextEncoder().encode(text), name);
  return { trees: documents.map(outlineOf), problems: problems.map(({ line, column, message, fatal }) => `${line ?? '?'}:${column ?? '?'} ${fatal ? 'FATAL ' : ''}${message}`) };
};
const model = (inner: string): string => `<?xml version="1.0"?>\n<opsa-mef>\n${inner}\n</opsa-mef>`;
const tree = (inner: string): string => model(`<define-fault-tree name="T">\n${inner}\n</define-fault-tree>`);

describe('Open-PSA MEF', () => {
  it('formulas within formulas become gates named after the one they are in', () => {
    expect(read(tree('<define-gate name="G"><and><or><event name="a"/><not><event name="b"/></not></or><not><atleast min="2"><event name="a"/><event name="b"/><constant value="true"/></atleast></not></and></define-gate><define-gate name="N"><not><event name="a"/></not></define-gate><define-gate name="G-1"><event name="b" type="basic-event"/></define-gate><define-basic-event name="a"/><define-basic-event name="b"><float value="1e-006"/></define-basic-event>'))).toEqual({
      trees: [[
        'T: G N G-1', 'G and G-1-2 !G-2', 'N not a', 'G-1 null b', 'a basic', 'b basic 1e-6', 'G-1-2 or a !b', 'G-2 atleast 2 a b constant-true', 'constant-true house true',
      ]],
      problems: [],
    });
  });

  it('names are looked up where they stand, then in public, then by their path (components, roles)', () => {
    expect(read(tree(`<define-gate name="root"><and><gate name="P.root"/><gate name="A"/></and></define-gate>
      <define-gate name="A"><or><event name="G"/><event name="B"/></or></define-gate><define-basic-event name="G"/><define-house-event name="B"/>
      <define-component name="P" role="private"><define-gate name="root"><event name="G"/></define-gate><define-gate name="G"><and><event name="A"/><event name="B"/><event name="T.G"/></and></define-gate><define-basic-event name="A"/><define-basic-event name="B"/>
      <define-parameter name="x"><float value="0.5"/></define-parameter></define-component><define-parameter name="y" unit="hours-1"><parameter name="P.x"/></define-parameter>`))).toEqual({
      trees: [['T: root', 'root and P.root A', 'A or G B', 'G basic', 'B house false', 'P.root null P.G', 'P.G and P.A P.B G', 'P.A basic', 'P.B basic', 'P.x = 0.5', 'y = P.x [hours-1]']],
      problems: [],
    });
  });

  it('trees that share an event are one document, those that share nothing are others', () => {
    const { trees } = read(model(`<define-fault-tree name="One"><define-gate name="a"><event name="e"/></define-gate></define-fault-tree>
      <define-fault-tree name="Two"><define-gate name="b"><event name="f"/></define-gate></define-fault-tree>
      <define-fault-tree name="Three"><define-gate name="c"><or><event name="e"/><event name="h"/></or></define-gate></define-fault-tree>
      <model-data><define-basic-event name="e"/><define-basic-event name="f"/><define-house-event name="h"><constant value="true"/></define-house-event><define-basic-event name="unused"/></model-data>`));
    expect(trees.map((lines) => lines[0])).toEqual(['One, Three: a c', 'Two: b']);
    expect(trees[0]).toContain('unused basic');
  });

  it('labels, attributes, flavours', () => {
    expect(read(tree(`<label>
        Nothing  works </label><define-gate name="I"><label>Both</label><attributes><attribute name="flavor" value="inhibit"/></attributes><and><event name="c"/><event name="u"/></and></define-gate>
      <define-gate name="P"><attributes><attribute name="flavor" value="pand"/></attributes><and><event name="c"/><event name="u"/></and></define-gate>
      <define-basic-event name="c"><attributes><attribute name="flavor" value="conditional"/></attributes></define-basic-event><define-basic-event name="u"><label>Not looked into</label><attributes><attribute name="flavor" value="undeveloped"/></attributes><float value="0.5"/></define-basic-event>`)).trees).toEqual([
      ['Nothing works: I P', 'I inhibit c u "Both"', 'P pand c u', 'c conditioning', 'u undeveloped 0.5 "Not looked into"'],
    ]);
  });

  it('every expression of the format', () => {
    const law = (name: string, ...args: string[]): string => `<${name}>${args.join('')}</${name}>`;
    const n = (value: number | string): string => `<float value="${value}"/>`;
    const t = '<system-mission-time/>';
    const cases: ReadonlyArray<readonly [string, string]> = [
      [law('exponential', '<parameter name="lambda"/>', t), 'exponential(lambda, mission-time)'],
      [law('GLM', n(0), n('1e-006'), n(0.1), t), 'GLM(0, 1e-6, 0.1, mission-time)'],
      [law('Weibull', n(1), n(2), n(0), t), 'Weibull(1, 2, 0, mission-time)'],
      [law('periodic-test', n(1), n(2), n(0), t), 'periodic-test(1, 2, 0, mission-time)'],
      [law('lognormal-deviate', n(0.01), n(3), n(0.95)), 'lognormal-deviate(0.01, 3, 0.95)'],
      [law('histogram', n(0), law('bin', n(0.1), n(2)), law('bin', n(0.3), n(4))), 'histogram(0, 0.1, 2, 0.3, 4)'],
      [law('switch', law('case', law('eq', n(1), '<int value="2"/>'), n(0.1)), n(0.2)), 'switch(eq(1, 2), 0.1, 0.2)'],
      [law('ite', '<bool value="true"/>', law('mul', n(2), law('add', n(1), law('neg', n(0.5)))), law('div', n(1), n(2), '<pi/>')), 'ite(true, 2 * (1 + -0.5), 1 / 2 / pi)'],
      [law('sub', law('pow', n(2), n(3)), law('min', n(1), n(2))), '2 ^ 3 - min(1, 2)'],
    ];
    for (const [xml, text] of cases) {
      const { trees } = read(tree(`<define-gate name="G"><event name="e"/></define-gate><define-basic-event name="e">${xml}</define-basic-event><define-parameter name="lambda">${n(1)}</define-parameter>`));
      expect(trees[0]).toContain(`e basic ${text}`);
    }
  });

  it('common-cause groups define their members', () => {
    expect(read(tree(`<define-gate name="G"><and><event name="a"/><event name="b"/></and></define-gate><define-CCF-group name="C" model="alpha-factor"><label>Both</label><members><basic-event name="a"/><basic-event name="b"/></members><distribution><float value="0.1"/></distribution><factors><factor level="2"><float value="0.2"/></factor><factor level="1"><float value="0.8"/></factor></factors></define-CCF-group>`)).trees[0]).toEqual([
      'T: G', 'G and a b', 'a basic', 'b basic', 'C alpha-factor a b 0.1 / 0.8 0.2',
    ]);
  });

  it('says what it does not take as it stands, with the place', () => {
    expect(read(tree(`<define-gate name="G"><or>
  <event name="nobody"/>
  <event name="e"/><bogus/></or></define-gate>
<define-basic-event name="e"><exponential><parameter name="x"/></exponential></define-basic-event>
<define-basic-event name="e"/>
<define-basic-event name="f"><float value="a lot"/></define-basic-event>
<define-gate name="H"/>
<define-gate name="K"><event name="L"/></define-gate>
<xi:include href="other.xml"/><define-event-tree name="ET"/>`)).problems).toEqual([
      '8:1 FATAL “T.e” is defined more than once. The first definition stands.',
      '12:1 The file includes “other.xml”, which is not read: import it too, or put its contents here.',
      '12:31 Event trees are not read.',
      '6:20 FATAL “bogus” is no part of a formula: it is left out of “G”.',
      '7:43 The parameter “x” is not defined in this file.',
      '7:30 FATAL “exponential” takes 2 (lambda, t) arguments, here is 1.',
      '9:30 FATAL “a lot” is not a number.',
      '10:1 FATAL The gate “H” has no formula.',
      '5:3 “nobody” is not defined in this file. It is taken as a basic event without a probability.',
      '11:23 “L” is not defined in this file. It is taken as a basic event without a probability.',
    ]);
  });

  it('a loop is named', () => {
    expect(read(tree('<define-gate name="A"><gate name="B"/></define-gate><define-gate name="B"><gate name="A"/></define-gate>')).problems).toEqual(['?:? FATAL “A” is under itself: A → B → A.']);
  });
});

describe('hostile XML', () => {
  it('entities are neither expanded nor fetched', () => {
    const laughs = `<?xml version="1.0"?><!DOCTYPE opsa-mef [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>${tree('<label>&b;&x;</label>').slice(21)}`;
    const { trees, problems } = read(laughs);
    expect(trees).toEqual([]);
    expect(problems).toEqual(['1:1 FATAL The file defines XML entities. Tephra does not expand them: remove the document type and write out what they stand for.']);
    expect(read(`<!DOCTYPE opsa-mef SYSTEM "opsa-mef.dtd">${tree('<define-gate name="G"><event name="e"/></define-gate><define-basic-event name="e"/>').slice(21)}`).problems).toEqual([]);
  });

  it.each([
    ['nothing', ''], ['no model', '<html><body/></html>'], ['cut short', tree('<define-gate name="G"><or>').slice(0, -40)], ['no closing', '<opsa-mef><define-fault-tree name="T"><define-gate name="g">'],
    ['names of objects', tree('<define-gate name="constructor"><or><constructor/><event name="__proto__"/><toString name="x"/></or></define-gate><hasOwnProperty/><define-basic-event name="__proto__"><valueOf/></define-basic-event>')],
    ['odd names', tree('<define-gate name="größe 1"><or><event name=""/><event name="..."/><event name="-"/></or></define-gate><define-basic-event/>')],
    ['control characters', tree('<label>\u0000\u0001</label>')], ['deep formulas', tree(`<define-gate name="g">${'<not>'.repeat(100_000)}${'</not>'.repeat(100_000)}</define-gate>`)],
    ['UTF-16 that is none', '\ufeff<opsa-mef>'],
  ])('%s is told, not thrown', (_name, text) => {
    const { documents, problems } = readFaultTree(new TextEncoder().encode(text), 'x.xml');
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThan(250);
    for (const document of documents) for (const node of document.nodes) expect(node.name).toMatch(/^[A-Za-z_]/);
  });

  it('encodings', () => {
    const text = tree('<label>Größe</label><define-gate name="G"><event name="e"/></define-gate><define-basic-event name="e"/>');
    const title = (bytes: Uint8Array): string => readFaultTree(bytes, 'x.xml').documents[0]!.tree.title;
    expect(title(Buffer.from(`\ufeff${text}`, 'utf16le'))).toBe('Größe');
    expect(title(Buffer.from(text.replace('?>', ' encoding="ISO-8859-1"?>'), 'latin1'))).toBe('Größe');
    expect(title(Buffer.from(text, 'latin1'))).toBe('Größe');
    expect(title(Buffer.from(text.replace('?>', ' encoding="no-such"?>')))).toBe('Größe');
  });
});
